// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/client.h"

#include <grpc/grpc.h>
#include <grpc/support/time.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/channel_arguments.h>

#include <future>
#include <vector>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/rpc/server.h"
#include "common/rpc/transport/status.h"

namespace sijill::rpc {
namespace {

constexpr int kSecond = 1000;  // in milliseconds

grpc::ChannelArguments Arguments() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  const std::pair<const char*, int> numbers[] = {
      {GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes},
      {GRPC_ARG_KEEPALIVE_TIME_MS, 60 * kSecond},
      {GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * kSecond},
      {GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1},
      {GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kSecond / 10},
      {GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 10 * kSecond},
      {GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 10 * kSecond},
      // Retries are the caller's, with the same request id.
      {GRPC_ARG_ENABLE_RETRIES, 0},
      // A proxy of the environment would end the connection's TLS.
      {GRPC_ARG_ENABLE_HTTP_PROXY, 0},
      {GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1},
      // No connection is shared with a client of another identity.
      {GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1},
  };
  for (const auto& [name, value] : numbers) arguments.SetInt(name, value);
  return arguments;
}

// As a span from the call's start; gRPC reads no civil time then.
gpr_timespec Span(absl::Duration timeout) {
  if (timeout == absl::InfiniteDuration()) {
    return gpr_inf_future(GPR_CLOCK_MONOTONIC);
  }
  return gpr_time_from_micros(absl::ToInt64Microseconds(timeout), GPR_TIMESPAN);
}

absl::StatusOr<std::string> Bytes(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) {
    return absl::DataLossError("the answer is not one message");
  }
  return std::string(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
}

}  // namespace

void Client::LastRefusal::Set(std::string why) {
  base::MutexLock lock(mu_);
  why_ = std::move(why);
}

std::string Client::LastRefusal::Get() const {
  base::MutexLock lock(mu_);
  return why_;
}

Client::Client(ClientOptions options, std::shared_ptr<const LiveTrust> trust,
               const time::Clock& clock)
    : options_(std::move(options)),
      trust_(std::move(trust)),
      verifier_(
          std::make_shared<PeerVerifier>(trust_, clock, pki::Purpose::kServer)),
      refused_(std::make_shared<LastRefusal>()) {}

absl::StatusOr<std::unique_ptr<Client>> Client::Create(
    ClientOptions options, std::shared_ptr<const LiveTrust> trust,
    const time::Clock& clock) {
  if (const auto* fixed = std::get_if<Identity>(&options.identity)) {
    RETURN_IF_ERROR(CheckIdentity(*fixed, clock.Now()));
  }
  std::unique_ptr<Client> client(
      new Client(std::move(options), std::move(trust), clock));
  RETURN_IF_ERROR(client->CurrentChannel().status());
  return client;
}

PeerCheck Client::ServerCheck() const {
  return [verifier = verifier_, refused = refused_,
          domain = options_.server_domain](std::string_view leaf_pem) {
    const auto server = verifier->Verify(leaf_pem);
    absl::Status status = server.status();
    if (status.ok() && server->id.domain() != domain) {
      status = absl::UnauthenticatedError("a node of another domain answers");
    }
    refused->Set(std::string(status.message()));
    return status;
  };
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Client::CurrentChannel() {
  const uint64_t generation = trust_->generation();
  base::MutexLock lock(mu_);
  if (channel_ && generation_ == generation) return channel_;
  ASSIGN_OR_RETURN(auto credentials,
                   MakeChannelCredentials(options_.identity, ServerCheck()));
  channel_ =
      grpc::CreateCustomChannel(options_.target, credentials, Arguments());
  generation_ = generation;
  return channel_;
}

bool Client::Enter(grpc::ClientContext& context) {
  base::MutexLock lock(mu_);
  if (cancelled_) return false;
  in_flight_.insert(&context);
  return true;
}

void Client::Leave(grpc::ClientContext& context) {
  base::MutexLock lock(mu_);
  in_flight_.erase(&context);
}

void Client::Cancel() {
  base::MutexLock lock(mu_);
  cancelled_ = true;
  for (grpc::ClientContext* context : in_flight_) context->TryCancel();
}

void Client::ConnectAnew() {
  // Of a channel that has failed before, the next call would fail while it is
  // connecting again; of a new one it waits for that.
  base::MutexLock lock(mu_);
  channel_.reset();
}

absl::StatusOr<std::string> Client::CallRaw(std::string_view full_method,
                                            std::string_view request_bytes,
                                            const Metadata& metadata,
                                            absl::Duration timeout) {
  ASSIGN_OR_RETURN(auto channel, CurrentChannel());
  grpc::ClientContext context;
  context.set_deadline(Span(timeout));
  for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
  const grpc::Slice slice(request_bytes.data(), request_bytes.size());
  const grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  const std::string method(full_method);  // gRPC keeps a pointer to it
  if (!Enter(context)) return absl::CancelledError("the client was cancelled");
  grpc::GenericStub stub(channel);
  stub.UnaryCall(&context, method, grpc::StubOptions(), &request, &response,
                 [&done](grpc::Status status) { done.set_value(status); });
  const grpc::Status status = done.get_future().get();
  Leave(context);
  if (!status.ok()) return Explain(status);
  return Bytes(response);
}

absl::Status Client::Explain(const grpc::Status& status) const {
  absl::Status told = FromGrpc(status);
  const bool no_details = status.error_details().empty();
  if (told.code() != absl::StatusCode::kUnavailable || !no_details) return told;
  const std::string refused = refused_->Get();
  return refusal::Refuse(
      absl::StatusCode::kUnavailable, "NODE_UNREACHABLE",
      base::StrCat("No node of ", options_.server_domain.str(), " answers at ",
                   options_.target, ": ",
                   refused.empty() ? status.error_message() : refused));
}

}  // namespace sijill::rpc
