// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/courier.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/ledger/log_signer.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::exchange {
namespace {

constexpr char kPosition[] = "/sijill.v1.ExchangeService/GetDeliveryPosition";
constexpr char kSeen[] = "/sijill.v1.ExchangeService/GetLastCheckpointSeen";
constexpr char kDeliver[] = "/sijill.v1.ExchangeService/DeliverEvents";

// Asked again when nothing was written for so long: a peer that came back
// from a backup needs what it lost.
constexpr absl::Duration kIdle = absl::Minutes(5);

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
    }
    const absl::Status status = Deliver();
    Note(status);
    if (status.ok()) backoff_.Reset();
    const absl::Duration wait = status.ok() ? kIdle : backoff_.Next();
    base::MutexLock lock(mu_);
    bool in_time = true;
    while (!woken_ && !stopping_ && in_time) {
      in_time = changed_.WaitFor(mu_, absl::ToChronoMilliseconds(wait));
    }
  }
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
    status_.reachable = !absl::IsUnavailable(status);
    // The next connection begins with the questions.
    if (!status.ok()) status_.confirmed = false;
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
  RETURN_IF_ERROR(CheckSeen(seen.checkpoint()));
  parts_.log.Write(
      observe::Level::kInfo, "log_confirmed",
      {{"peer", observe::Public(link_.peer.domain.str())}, {"size", held_}});
  base::MutexLock lock(mu_);
  status_.confirmed = true;
  return absl::OkStatus();
}

// Our own signature is on it: what it says, this log once said.
absl::Status Courier::CheckSeen(const std::string& checkpoint) {
  held_ = 0;
  if (checkpoint.empty()) return absl::OkStatus();
  const auto& signer = parts_.casefile.signer(ledger::LogKind::kShared);
  ASSIGN_OR_RETURN(
      const merkle::Checkpoint seen,
      ledger::OpenCheckpoint(checkpoint, signer.origin(), signer.public_key()));
  const auto log = parts_.casefile.Log(ledger::LogKind::kShared);
  ASSIGN_OR_RETURN(const uint64_t size, log->Size());
  const auto root =
      seen.size <= size
          ? log->RootAt(seen.size)
          : absl::StatusOr<base::Hash>(absl::OutOfRangeError("ahead"));
  if (root.ok() && *root == seen.root) {
    held_ = seen.size;
    return absl::OkStatus();
  }
  if (!root.ok() && !absl::IsOutOfRange(root.status())) return root.status();
  parts_.on_fatal(
      "a peer holds a checkpoint of this node's shared log that the log does "
      "not continue: the log was set back. Restore it, or declare a new epoch");
  return absl::DataLossError("our log was set back");
}

absl::StatusOr<uint64_t> Courier::AskPosition() {
  v1::GetDeliveryPositionRequest request;
  request.mutable_caller();
  request.set_origin(parts_.casefile.signer(ledger::LogKind::kShared).origin());
  ASSIGN_OR_RETURN(const auto position,
                   client_->Call<v1::GetDeliveryPositionResponse>(
                       kPosition, request, {}, parts_.timeout));
  base::MutexLock lock(mu_);
  status_.next_index = position.next_index();
  return position.next_index();
}

absl::Status Courier::Send(const DeliveryBatch& batch) {
  ASSIGN_OR_RETURN(const auto response,
                   client_->Call<v1::DeliverEventsResponse>(
                       kDeliver, batch.request, {}, parts_.timeout));
  RETURN_IF_ERROR(KeepAnswers(batch, response));
  base::MutexLock lock(mu_);
  status_.next_index = batch.request.to_index();
  return absl::OkStatus();
}

absl::Status Courier::KeepAnswers(const DeliveryBatch& batch,
                                  const v1::DeliverEventsResponse& response) {
  if (response.answers_size() != batch.request.events_size()) {
    return absl::DataLossError("the peer did not answer every event");
  }
  std::vector<store::v1::DeliveryAnswer> answers;
  for (int i = 0; i < response.answers_size(); ++i) {
    const v1::EventAnswer& came = response.answers(i);
    store::v1::DeliveryAnswer& answer = answers.emplace_back();
    answer.set_index(batch.request.events(i).index());
    answer.set_entry(batch.entries[static_cast<size_t>(i)].str());
    answer.set_peer_checkpoint(response.checkpoint());
    if (came.has_logged()) {
      answer.set_peer_index(came.logged().index());
      *answer.mutable_inclusion_proof() = came.logged().inclusion_proof();
    } else {
      answer.set_refusal(came.refused().reason());
    }
    const bool same =
        came.has_logged() && came.logged().entry() == answer.entry();
    if (same) continue;
    if (came.has_logged()) answer.set_entry(came.logged().entry());
    parts_.log.Write(
        observe::Level::kError, "delivered_event_not_held",
        {{"peer", observe::Public(link_.peer.domain.str())},
         {"index", answer.index()},
         {"reason",
          observe::Public(came.has_logged()
                              ? "ENTRY_DIFFERS"
                              : v1::Reason_Name(came.refused().reason()))}});
  }
  return parts_.evidence.Keep(link_.peer.domain, answers);
}

}  // namespace sijill::exchange
