// SPDX-License-Identifier: Apache-2.0
// Calls to a node over mutual TLS 1.3.
#pragma once

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/refusal/refusal.h"
#include "common/rpc/method_table.h"
#include "common/rpc/peer_verifier.h"
#include "common/rpc/transport/credentials.h"
#include "common/rpc/transport/identity.h"

namespace sijill::rpc {

struct ClientOptions {
  std::string target;  // as gRPC names it: "node.example:7443"
  base::DomainName server_domain;
  IdentitySource identity;  // a node's, a system's or an officer's
};

// Calls a node of one domain: whoever answers shows a certificate
// spiffe://<server_domain>/node/... that `trust` believes. Names of hosts mean
// nothing. Connects with the first call, and again when the connection is lost
// or the trust was replaced. Never retries by itself and uses no proxy. Safe
// from every thread; calls block.
class Client {
 public:
  // `clock` must outlive the client. INVALID_ARGUMENT for an identity that is
  // wrong, FAILED_PRECONDITION before RequireTls13().
  static absl::StatusOr<std::unique_ptr<Client>> Create(
      ClientOptions options, std::shared_ptr<const LiveTrust> trust,
      const time::Clock& clock);

  // Sends `request_bytes` and returns the answer's bytes. Whatever the server
  // refused with, details included; DEADLINE_EXCEEDED after `timeout`, when it
  // may have been carried out; UNAVAILABLE, reason NODE_UNREACHABLE, if there
  // is no connection, or none to a node that may be believed.
  absl::StatusOr<std::string> CallRaw(std::string_view full_method,
                                      std::string_view request_bytes,
                                      const Metadata& metadata,
                                      absl::Duration timeout);

  // Ends the calls in flight, and every later one, with CANCELLED: so that who
  // waits for a thread that calls does not wait for a server that is silent.
  void Cancel() ABSL_LOCKS_EXCLUDED(mu_);

  // Forgets that it could not connect: the next call tries at once. Calls in
  // flight are not disturbed.
  void ConnectAnew() ABSL_LOCKS_EXCLUDED(mu_);

  // As CallRaw(); DATA_LOSS if the answer is no Response.
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(std::string_view full_method,
                                const Request& request,
                                const Metadata& metadata,
                                absl::Duration timeout) {
    auto bytes =
        CallRaw(full_method, request.SerializeAsString(), metadata, timeout);
    if (!bytes.ok()) return std::move(bytes).status();
    Response response;
    if (!response.ParseFromString(*bytes)) {
      return absl::DataLossError("the answer is not a message of this method");
    }
    return response;
  }

 private:
  // Why the last server was not believed; empty if it was.
  class LastRefusal {
   public:
    void Set(std::string why);
    std::string Get() const;

   private:
    mutable base::Mutex mu_;
    std::string why_ ABSL_GUARDED_BY(mu_);
  };

  Client(ClientOptions options, std::shared_ptr<const LiveTrust> trust,
         const time::Clock& clock);

  PeerCheck ServerCheck() const;
  // The channel of the present trust.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> CurrentChannel();
  absl::Status Explain(const grpc::Status& status) const;

  const ClientOptions options_;
  const std::shared_ptr<const LiveTrust> trust_;
  // Shared with gRPC, which lets go of credentials in its own time.
  const std::shared_ptr<const PeerVerifier> verifier_;
  const std::shared_ptr<LastRefusal> refused_;
  bool Enter(grpc::ClientContext& context) ABSL_LOCKS_EXCLUDED(mu_);
  void Leave(grpc::ClientContext& context) ABSL_LOCKS_EXCLUDED(mu_);

  // Channel and generation change together; a call in flight is cancelled or
  // was not yet counted.
  base::Mutex mu_;
  // Shared with the calls in flight on it.
  std::shared_ptr<grpc::Channel> channel_ ABSL_GUARDED_BY(mu_);
  uint64_t generation_ ABSL_GUARDED_BY(mu_) = 0;
  std::set<grpc::ClientContext*> in_flight_ ABSL_GUARDED_BY(mu_);
  bool cancelled_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace sijill::rpc
