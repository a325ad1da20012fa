// SPDX-License-Identifier: Apache-2.0
// A gRPC server over mutual TLS 1.3. There is no other way to make one.
#pragma once

#include <grpcpp/server.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/authorizer.h"
#include "common/rpc/dispatcher.h"
#include "common/rpc/gate.h"
#include "common/rpc/method_table.h"
#include "common/rpc/peer_verifier.h"
#include "common/rpc/surroundings.h"
#include "common/rpc/transport/identity.h"
#include "common/rpc/transport/listener.h"
#include "common/rpc/transport/worker_pool.h"

namespace sijill::rpc {

// Requests and responses; larger things stream (libraries would buffer them).
inline constexpr int kMaxMessageBytes = 5 << 20;
inline constexpr int kMaxMetadataBytes = 16 << 10;

struct ServerOptions {
  ListenerOptions listener;
  WorkerLimits workers;
  IdentitySource identity;  // a node's certificate
};

// Serves unary methods, and grpc.health.v1 for the services they belong to; no
// reflection. A peer shows a certificate of a node, a system or an officer that
// `trust` believes, at the handshake and on every call; then the authoriser is
// asked. Compressed messages are refused: a small one could hold a large one.
// Methods are safe from every thread.
class Server {
 public:
  // Listens and serves. `trust` is shared with whoever reloads it; `authorizer`
  // and what `around` refers to must outlive the server. INVALID_ARGUMENT for a
  // method table or an identity that is wrong, FAILED_PRECONDITION before
  // RequireTls13(), UNAVAILABLE if the port is taken.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      ServerOptions options, MethodTable methods,
      std::shared_ptr<const LiveTrust> trust, const Authorizer& authorizer,
      const Surroundings& around);
  // As Drain() without patience.
  ~Server();

  uint16_t port() const { return listener_->port(); }

  // What grpc.health.v1 says of a service ("package.Service"; "" is the whole
  // node). All serve from the start.
  void SetServing(const std::string& service, bool serving);

  // Stops: says NOT_SERVING, takes no connection and no call any more, lets
  // those in flight finish for at most `patience`, cancels the others, waits
  // until their handlers return. Nothing to do the second time.
  void Drain(absl::Duration patience);

 private:
  Server(MethodTable methods, std::shared_ptr<const LiveTrust> trust,
         const WorkerLimits& workers, const Surroundings& around);

  absl::Status Serve(const IdentitySource& identity,
                     const Authorizer& authorizer);
  Listener::Observer ArrivalCounter() const;

  const Surroundings around_;
  const MethodTable methods_;
  // Shared with gRPC, which lets go of credentials in its own time.
  const std::shared_ptr<const PeerVerifier> verifier_;
  std::shared_ptr<Gate> gate_;
  WorkerPool pool_;
  Dispatcher dispatcher_;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<grpc::experimental::ExternalConnectionAcceptor> acceptor_;
  std::unique_ptr<grpc::Server> server_;
  base::Mutex draining_;  // one thread drains, a second one waits for it
  bool drained_ ABSL_GUARDED_BY(draining_) = false;
};

}  // namespace sijill::rpc
