// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/courier.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/refusal/refusal.h"
#include "common/time/stopwatch.h"
#include "services/exchange/projection/own_log.h"
#include "services/exchange/timer/peer_answer.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::exchange {
namespace {

constexpr char kPosition[] = "/sijill.v1.ExchangeService/GetDeliveryPosition";
constexpr char kSeen[] = "/sijill.v1.ExchangeService/GetLastCheckpointSeen";
constexpr char kDeliver[] = "/sijill.v1.ExchangeService/DeliverEvents";

// Asked again when nothing was written for so long: a peer that came back
// from a backup needs what it lost.
constexpr absl::Duration kIdle = absl::Minutes(5);
// Nobody makes us wait for ever.
constexpr absl::Duration kLongestAsked = absl::Minutes(10);

// No answer came from there at all; a peer that refuses is reachable.
bool IsUnreachable(const absl::Status& status) {
  if (absl::IsDeadlineExceeded(status)) return true;
  return absl::IsUnavailable(status) &&
         refusal::ReasonOf(status).value_or("") == "NODE_UNREACHABLE";
}

}  // namespace

Courier::Courier(const CourierParts& parts, PeerLink link,
                 std::unique_ptr<rpc::Client> client)
    : parts_(parts),
      link_(std::move(link)),
      client_(std::move(client)),
      backoff_(parts.backoff, parts.random),
      status_{.peer = link_.peer.domain},
      thread_([this] { Run(); }) {}

Courier::~Courier() {
  {
    base::MutexLock lock(mu_);
    stopping_ = true;
  }
  client_->Cancel();
  changed_.NotifyAll();
  thread_.join();
}

void Courier::Wake() {
  {
    base::MutexLock lock(mu_);
    woken_ = true;
  }
  changed_.NotifyAll();
}

void Courier::Heard() {
  {
    base::MutexLock lock(mu_);
    heard_ = true;
  }
  changed_.NotifyAll();
}

CourierStatus Courier::status() const {
  base::MutexLock lock(mu_);
  return status_;
}

bool Courier::stopping() const {
  base::MutexLock lock(mu_);
  return stopping_;
}

void Courier::Run() {
  while (!stopping()) {
    {
      base::MutexLock lock(mu_);
      woken_ = false;
      heard_ = false;
    }
    got_through_ = false;
    const absl::Status status = Deliver();
    if (stopping()) return;
    Note(status);
    WaitAfter(status);
  }
}

void Courier::WaitAfter(const absl::Status& status) {
  const absl::Duration asked =
      refusal::RetryDelayOf(status).value_or(absl::ZeroDuration());
  if (status.ok()) backoff_.Reset();
  const absl::Duration wait =
      status.ok() ? kIdle
                  : std::max(backoff_.Next(), std::min(asked, kLongestAsked));
  // Had the peer taken a call of ours, then its own call may be the answer to
  // that one, and each of the two would hurry the other without end.
  const bool missing = !got_through_ && asked == absl::ZeroDuration();
  const time::Stopwatch watch;
  base::MutexLock lock(mu_);
  while (!stopping_) {
    if (status.ok() ? woken_ : missing && heard_) break;
    // What is written meanwhile neither ends the wait nor begins it anew.
    const absl::Duration left = wait - watch.Elapsed();
    if (left <= absl::ZeroDuration()) break;
    changed_.WaitFor(mu_, absl::ToChronoMilliseconds(
                              absl::Ceil(left, absl::Milliseconds(1))));
  }
  if (heard_) client_->ConnectAnew();
}

void Courier::Note(const absl::Status& status) {
  bool changed = false;
  {
    base::MutexLock lock(mu_);
    const std::string error =
        status.ok() ? ""
                    : refusal::ReasonOf(status).value_or(
                          absl::StatusCodeToString(status.code()));
    changed = status_.error != error;
    status_.error = error;
    status_.reachable = !IsUnreachable(status);
    if (status.ok()) {
      status_.last_success_at = parts_.clock.Now();
    } else {
      status_.last_failure_at = parts_.clock.Now();
      status_.last_failure = error;
      // The next connection begins with the questions.
      status_.confirmed = false;
    }
  }
  if (!changed) return;
  parts_.log.Write(
      status.ok() ? observe::Level::kInfo : observe::Level::kWarning,
      "peer_delivery",
      {{"peer", observe::Public(link_.peer.domain.str())},
       {"code", observe::Public(absl::StatusCodeToString(status.code()))},
       {"reason", observe::Public(refusal::ReasonOf(status).value_or(""))}});
}

absl::Status Courier::Deliver() {
  if (!this->status().confirmed) RETURN_IF_ERROR(Confirm());
  ASSIGN_OR_RETURN(uint64_t from, AskPosition());
  while (!stopping()) {
    ASSIGN_OR_RETURN(
        const DeliveryBatch batch,
        NextBatch(parts_.casefile, link_.peer.domain, from, held_));
    if (batch.request.to_index() == from) return absl::OkStatus();
    RETURN_IF_ERROR(Send(batch));
    from = batch.request.to_index();
    held_ = batch.log_size;
  }
  return absl::OkStatus();
}

absl::Status Courier::Confirm() {
  v1::GetLastCheckpointSeenRequest request;
  request.mutable_caller();
  request.set_origin(parts_.casefile.signer(ledger::LogKind::kShared).origin());
  ASSIGN_OR_RETURN(const auto seen,
                   client_->Call<v1::GetLastCheckpointSeenResponse>(
                       kSeen, request, {}, parts_.timeout));
  got_through_ = true;
  RETURN_IF_ERROR(CheckSeen(seen.checkpoint()));
  parts_.log.Write(
      observe::Level::kInfo, "log_confirmed",
      {{"peer", observe::Public(link_.peer.domain.str())}, {"size", held_}});
  base::MutexLock lock(mu_);
  status_.confirmed = true;
  if (!status_.first_confirmed_at) {
    status_.first_confirmed_at = parts_.clock.Now();
  }
  return absl::OkStatus();
}

absl::Status Courier::CheckSeen(const std::string& checkpoint) {
  const auto size = ContinuedSize(parts_.casefile, checkpoint);
  held_ = size.value_or(0);
  if (!absl::IsOutOfRange(size.status())) return size.status();
  // So that the next start knows it as well, whether or not the peer is there.
  const absl::Status kept =
      parts_.evidence.KeepSeenOfUs(link_.peer.domain, checkpoint);
  if (!kept.ok()) {
    parts_.log.Write(observe::Level::kError, "evidence_not_kept",
                     {{"peer", observe::Public(link_.peer.domain.str())}});
  }
  parts_.on_fatal(std::string(size.status().message()));
  return absl::DataLossError("our log was set back");
}

absl::StatusOr<uint64_t> Courier::AskPosition() {
  v1::GetDeliveryPositionRequest request;
  request.mutable_caller();
  request.set_origin(parts_.casefile.signer(ledger::LogKind::kShared).origin());
  ASSIGN_OR_RETURN(const auto position,
                   client_->Call<v1::GetDeliveryPositionResponse>(
                       kPosition, request, {}, parts_.timeout));
  got_through_ = true;
  base::MutexLock lock(mu_);
  status_.next_index = position.next_index();
  return position.next_index();
}

absl::Status Courier::Send(const DeliveryBatch& batch) {
  ASSIGN_OR_RETURN(const auto response,
                   client_->Call<v1::DeliverEventsResponse>(
                       kDeliver, batch.request, {}, parts_.timeout));
  RETURN_IF_ERROR(KeepAnswers(batch, response));
  backoff_.Reset();
  base::MutexLock lock(mu_);
  status_.next_index = batch.request.to_index();
  return absl::OkStatus();
}

absl::Status Courier::KeepAnswers(const DeliveryBatch& batch,
                                  const v1::DeliverEventsResponse& response) {
  RETURN_IF_ERROR(CheckAnswers(batch, response));
  ASSIGN_OR_RETURN(const auto answers,
                   VerifyAnswers(link_.peer, batch, response));
  for (const store::v1::DeliveryAnswer& answer : answers) {
    if (IsProof(answer)) continue;
    const auto refusal = static_cast<v1::Reason>(answer.refusal());
    parts_.log.Write(
        observe::Level::kError, "delivered_event_not_held",
        {{"peer", observe::Public(link_.peer.domain.str())},
         {"index", answer.index()},
         {"reason", observe::Public(answer.contradiction().empty()
                                        ? v1::Reason_Name(refusal)
                                        : answer.contradiction())}});
  }
  return parts_.evidence.Keep(link_.peer.domain, answers);
}

}  // namespace sijill::exchange
