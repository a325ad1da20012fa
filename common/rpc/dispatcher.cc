// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/dispatcher.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <chrono>
#include <utility>

#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"
#include "common/rpc/gate.h"
#include "common/rpc/transport/status.h"
#include "common/time/stopwatch.h"

namespace sijill::rpc {
namespace {

constexpr absl::Duration kBusyDelay = absl::Milliseconds(250);

absl::Status Busy() {
  return refusal::RetryAfter(
      refusal::Refuse(absl::StatusCode::kResourceExhausted, "SERVER_BUSY",
                      "The node has more work than it can take."),
      kBusyDelay);
}

Metadata Copied(const std::multimap<grpc::string_ref, grpc::string_ref>& from) {
  Metadata to;
  for (const auto& [key, value] : from) {
    to.emplace(std::string(key.data(), key.size()),
               std::string(value.data(), value.size()));
  }
  return to;
}

// gRPC tells deadlines in the machine's time, handlers are told in `clock`'s.
absl::Time DeadlineIn(const time::Clock& clock,
                      std::chrono::system_clock::time_point deadline) {
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return absl::InfiniteFuture();
  }
  return clock.Now() + (absl::FromChrono(deadline) - time::SystemClock().Now());
}

std::set<std::string, std::less<>> CodeNames() {
  std::set<std::string, std::less<>> names;
  for (int code = 0; code <= 16; ++code) {
    names.insert(absl::StatusCodeToString(static_cast<absl::StatusCode>(code)));
  }
  return names;
}

}  // namespace

// One call. gRPC owns it from CreateReactor() to OnDone(); the job on the pool
// may use it until it finishes the call.
class Dispatcher::Unary final : public grpc::ServerGenericBidiReactor {
 public:
  Unary(Dispatcher& dispatcher, grpc::GenericCallbackServerContext& context)
      : dispatcher_(dispatcher), context_(context) {
    StartRead(&received_);
  }

  void OnReadDone(bool ok) override {
    if (!ok || !received_.DumpToSingleSlice(&request_).ok()) {
      Refuse(UnparsableRequest());
      return;
    }
    received_.Clear();
    if (!dispatcher_.pool_.Submit(request_.size(), [this] { Run(); })) {
      Refuse(Busy());
    }
  }
  void OnDone() override {
    dispatcher_.Leave();
    delete this;
  }
  void OnCancel() override {}  // Run() looks

 private:
  void Run() {
    auto answer = dispatcher_.Run(
        context_,
        {reinterpret_cast<const char*>(request_.begin()), request_.size()});
    if (!answer.ok()) {
      Refuse(answer.status());
      return;
    }
    const grpc::Slice slice(*answer);
    response_ = grpc::ByteBuffer(&slice, 1);
    const grpc::Status told = dispatcher_.Report(
        context_.method(), absl::OkStatus(), watch_.Elapsed());
    // The last use of this: gRPC may delete it at once.
    StartWriteAndFinish(&response_, grpc::WriteOptions(), told);
  }
  void Refuse(const absl::Status& status) {
    Finish(dispatcher_.Report(context_.method(), status, watch_.Elapsed()));
  }

  Dispatcher& dispatcher_;
  grpc::GenericCallbackServerContext& context_;
  const time::Stopwatch watch_;
  grpc::ByteBuffer received_;
  grpc::Slice request_;
  grpc::ByteBuffer response_;
};

Dispatcher::Dispatcher(const MethodTable& methods, const PeerVerifier& verifier,
                       WorkerPool& pool, const Surroundings& around)
    : methods_(methods),
      verifier_(verifier),
      pool_(pool),
      around_(around),
      calls_(around.metrics.Counter(
          "sijill_calls_total", "Calls answered, by method and status code.",
          {{"method", methods.methods()}, {"code", CodeNames()}})),
      seconds_(around.metrics.Histogram(
          "sijill_call_seconds", "Time from a request's arrival to its answer.",
          {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10},
          {{"method", methods.methods()}})) {}

grpc::ServerGenericBidiReactor* Dispatcher::CreateReactor(
    grpc::GenericCallbackServerContext* context) {
  {
    base::MutexLock lock(mu_);
    ++in_flight_;
  }
  return new Unary(*this, *context);
}

absl::StatusOr<std::string> Dispatcher::Run(
    grpc::GenericCallbackServerContext& context,
    std::string_view request_bytes) const {
  if (context.IsCancelled()) return absl::CancelledError("");
  const absl::Time deadline = DeadlineIn(around_.clock, context.deadline());
  if (deadline <= around_.clock.Now()) {
    return absl::DeadlineExceededError("the call waited too long");
  }
  // Asked again: the certificate may have been revoked while the call waited.
  ASSIGN_OR_RETURN(Principal principal,
                   PrincipalOf(*context.auth_context(), verifier_));
  const MethodTable::RawHandler* handler = methods_.Find(context.method());
  if (handler == nullptr) return absl::UnimplementedError("no such method");
  return (*handler)(
      {.principal = std::move(principal),
       .method = context.method(),
       .request_bytes = request_bytes,
       .metadata = Copied(context.client_metadata()),
       .deadline = deadline,
       .still_believed = [this, &context] {
         return PrincipalOf(*context.auth_context(), verifier_).status();
       }});
}

grpc::Status Dispatcher::Report(const std::string& method,
                                const absl::Status& status,
                                absl::Duration took) const {
  calls_.Increment({method, absl::StatusCodeToString(status.code())});
  seconds_.Observe(absl::ToDoubleSeconds(took), {method});
  if (status.ok() || !IsFault(status)) return ToGrpc(status, "");
  const std::string incident = around_.random.Next<8>().hex();
  const std::string text(status.message());
  around_.log.Write(
      observe::Level::kError, "call_failed",
      {{"incident", observe::Public(incident)},
       {"method", observe::Public(method)},
       {"code", observe::Public(absl::StatusCodeToString(status.code()))},
       {"message", observe::Public(text)}});
  return ToGrpc(status, incident);
}

void Dispatcher::Leave() {
  base::MutexLock lock(mu_);
  if (--in_flight_ == 0) idle_.NotifyAll();
}

bool Dispatcher::WaitUntilIdle(absl::Duration patience) {
  const time::Stopwatch watch;
  base::MutexLock lock(mu_);
  while (in_flight_ > 0) {
    const absl::Duration left = patience - watch.Elapsed();
    if (left <= absl::ZeroDuration()) return false;
    idle_.WaitFor(mu_, absl::ToChronoMilliseconds(
                           absl::Ceil(left, absl::Milliseconds(1))));
  }
  return true;
}

}  // namespace sijill::rpc
