// SPDX-License-Identifier: Apache-2.0
// What every call passes before anything else sees it.
#pragma once

#include <grpcpp/security/auth_context.h>
#include <grpcpp/security/auth_metadata_processor.h>

#include <atomic>
#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/authorizer.h"
#include "common/rpc/method_table.h"
#include "common/rpc/peer_verifier.h"
#include "common/rpc/principal.h"

namespace sijill::rpc {

// Open to every verified peer. Its sibling Watch is offered to nobody: a stream
// without an end would outlive the certificate that opened it.
inline constexpr std::string_view kHealthCheck = "/grpc.health.v1.Health/Check";

// Who stands at the other end of a connection, as of now. UNAUTHENTICATED if
// the certificate is no longer believed.
absl::StatusOr<Principal> PrincipalOf(const grpc::AuthContext& context,
                                      const PeerVerifier& verifier);

// gRPC asks it for every path, registered or not, in its own threads:
//   UNAUTHENTICATED    the peer is not, or no longer, believed
//   UNIMPLEMENTED      nobody handles the method
//   UNAVAILABLE        the server drains
//   PERMISSION_DENIED  the authoriser says so
// and otherwise lets the call through. What it is made with must outlive it.
class Gate final : public grpc::AuthMetadataProcessor {
 public:
  // Verifier is shared: see PeerCheck.
  Gate(std::shared_ptr<const PeerVerifier> verifier,
       const Authorizer& authorizer, const MethodTable& methods);

  // From now on, no new call but questions for health.
  void Close() { closed_ = true; }

  bool IsBlocking() const override { return false; }
  grpc::Status Process(const InputMetadata& metadata,
                       grpc::AuthContext* context, OutputMetadata* consumed,
                       OutputMetadata* response) override;

 private:
  grpc::Status Admit(const grpc::AuthContext& context,
                     std::string_view full_method) const;

  const std::shared_ptr<const PeerVerifier> verifier_;
  const Authorizer& authorizer_;
  const MethodTable& methods_;
  std::atomic<bool> closed_ = false;
};

}  // namespace sijill::rpc
