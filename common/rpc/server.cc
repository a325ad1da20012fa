// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/server.h"

#include <grpc/grpc.h>
#include <grpc/support/time.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_builder.h>

#include <utility>

#include "common/base/status_macros.h"
#include "common/rpc/refusal_log.h"
#include "common/rpc/transport/credentials.h"

namespace sijill::rpc {
namespace {

constexpr int kSecond = 1000;  // in milliseconds
constexpr int kMinute = 60 * kSecond;
constexpr size_t kQuotaBytes = 256u << 20;
// Calls that Drain() cancels have this long to notice.
constexpr int64_t kCancelMilliseconds = 100;

// What one peer may use up. Ages bound how long a connection outlives the
// certificate it was opened with.
void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  const std::pair<const char*, int> arguments[] = {
      {GRPC_ARG_MAX_CONCURRENT_STREAMS, 128},
      {GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes},
      {GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 10 * kSecond},
      {GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * kMinute},
      {GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 5 * kMinute},
      {GRPC_ARG_MAX_CONNECTION_IDLE_MS, 15 * kMinute},
      {GRPC_ARG_KEEPALIVE_TIME_MS, kMinute},
      {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecond},
      // Our clients ping once a minute.
      {GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30 * kSecond},
      {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
  };
  for (const auto& [name, value] : arguments) {
    builder.AddChannelArgument(name, value);
  }
  for (const auto algorithm : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) {
    builder.SetCompressionAlgorithmSupportStatus(algorithm, false);
  }
  grpc::ResourceQuota quota("sijill");
  quota.Resize(kQuotaBytes);
  builder.SetResourceQuota(quota);
}

std::string_view Name(Arrival arrival) {
  switch (arrival) {
    case Arrival::kHandedOver:
      return "accepted";
    case Arrival::kTooMany:
      return "too_many";
    case Arrival::kTooManyOfPeer:
      return "too_many_of_peer";
    case Arrival::kNotAdmitted:
      return "not_admitted";
    case Arrival::kNoDescriptors:
      return "no_descriptors";
  }
  return "other";
}

}  // namespace

Server::Server(MethodTable methods, std::shared_ptr<const LiveTrust> trust,
               const WorkerLimits& workers, const Surroundings& around)
    : around_(around),
      methods_(std::move(methods)),
      verifier_(std::make_shared<PeerVerifier>(std::move(trust), around.clock,
                                               pki::Purpose::kClient)),
      pool_(workers),
      dispatcher_(methods_, *verifier_, pool_, around) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    ServerOptions options, MethodTable methods,
    std::shared_ptr<const LiveTrust> trust, const Authorizer& authorizer,
    const Surroundings& around) {
  RETURN_IF_ERROR(methods.status());
  if (const auto* fixed = std::get_if<Identity>(&options.identity)) {
    RETURN_IF_ERROR(CheckIdentity(*fixed, around.clock.Now()));
  }
  std::unique_ptr<Server> server(new Server(
      std::move(methods), std::move(trust), options.workers, around));
  ASSIGN_OR_RETURN(
      server->listener_,
      Listener::Open(std::move(options.listener), server->ArrivalCounter()));
  RETURN_IF_ERROR(server->Serve(options.identity, authorizer));
  return server;
}

absl::Status Server::Serve(const IdentitySource& identity,
                           const Authorizer& authorizer) {
  // Shared with gRPC, which lets go of credentials in its own time.
  const PeerCheck check =
      [verifier = verifier_,
       refusals = std::make_shared<RefusalLog>(around_.log, around_.clock)](
          std::string_view leaf_pem) {
        const absl::Status status = verifier->Verify(leaf_pem).status();
        if (!status.ok()) refusals->Write(std::string(status.message()));
        return status;
      };
  ASSIGN_OR_RETURN(auto credentials, MakeServerCredentials(identity, check));
  gate_ = std::make_shared<Gate>(verifier_, authorizer, methods_);
  credentials->SetAuthMetadataProcessor(gate_);
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  SetLimits(builder);
  builder.RegisterCallbackGenericService(&dispatcher_);
  acceptor_ = builder.experimental().AddExternalConnectionAcceptor(
      grpc::ServerBuilder::experimental_type::ExternalConnectionType::FROM_FD,
      credentials);
  server_ = builder.BuildAndStart();
  if (!server_) return absl::InternalError("gRPC does not start a server");
  SetServing("", true);
  for (const std::string& service : methods_.services()) {
    SetServing(service, true);
  }
  listener_->Start([this](int fd) {
    grpc::experimental::ExternalConnectionAcceptor::NewConnectionParameters
        parameters;
    parameters.listener_fd = listener_->fd();
    parameters.fd = fd;
    acceptor_->HandleNewConnection(&parameters);
  });
  return absl::OkStatus();
}

Server::~Server() { Drain(absl::ZeroDuration()); }

void Server::SetServing(const std::string& service, bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(service, serving);
}

void Server::Drain(absl::Duration patience) {
  base::MutexLock lock(draining_);
  if (drained_) return;
  drained_ = true;
  if (listener_) listener_->Stop();
  if (server_) {
    // Says NOT_SERVING, and that is final.
    server_->GetHealthCheckService()->Shutdown();
    gate_->Close();
    dispatcher_.WaitUntilIdle(patience);
    server_->Shutdown(
        gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                     gpr_time_from_millis(kCancelMilliseconds, GPR_TIMESPAN)));
  }
  pool_.Stop();
}

Listener::Observer Server::ArrivalCounter() const {
  auto& connections = around_.metrics.Counter(
      "sijill_connections_total", "Connections that arrived, by outcome.",
      {{"outcome",
        {"accepted", "too_many", "too_many_of_peer", "not_admitted",
         "no_descriptors"}}});
  return [&connections](Arrival arrival) {
    connections.Increment({Name(arrival)});
  };
}

}  // namespace sijill::rpc
