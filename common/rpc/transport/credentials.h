// SPDX-License-Identifier: Apache-2.0
// gRPC's credentials as used here: mutual TLS 1.3 and nothing else, peers
// judged by our own check and nobody else's.
#pragma once

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/rpc/transport/identity.h"

namespace sijill::rpc {

// Call it in main(), before other threads run. gRPC 1.51 has no setting for a
// lowest version of TLS; with no cipher suite of TLS 1.2 left that it could
// agree on, 1.3 is what remains. Its suites are not touched by this.
absl::Status RequireTls13();

// Judges a peer by its certificate (PEM) after TLS proved that it holds the
// key. gRPC itself is told to require a certificate and to believe none: it
// knows neither domains nor revocation as we need them. Called from gRPC's
// threads, for a short time after the server or channel is gone as well; must
// not block.
using PeerCheck = std::function<absl::Status(std::string_view leaf_pem)>;

// FAILED_PRECONDITION before RequireTls13(); NOT_FOUND if the directory holds
// no identity.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeServerCredentials(
    const IdentitySource& identity, PeerCheck check);
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>>
MakeChannelCredentials(const IdentitySource& identity, PeerCheck check);

}  // namespace sijill::rpc
