// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/command_submission.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/casefile/record.h"
#include "common/crypto/hmac.h"

namespace sijill::casefile {
namespace {

store::v1::EventPlace ToRecord(const EventPlace& place) {
  store::v1::EventPlace record;
  record.set_stream(place.stream.str());
  record.set_event_id(place.event_id.str());
  record.set_shared(place.log == ledger::LogKind::kShared);
  record.set_index(place.index);
  record.set_recorded_at(place.recorded_at);
  record.set_kind(place.kind);
  return record;
}

bool Touches(const std::vector<EventPlace>& places, ledger::LogKind log) {
  for (const EventPlace& place : places) {
    if (place.log == log) return true;
  }
  return false;
}

// A receipt names a log's checkpoint only if it wrote there: the shared one
// would otherwise show that something own happened.
void NameCheckpoints(const ledger::LogHead& shared, const ledger::LogHead& own,
                     Receipt& receipt) {
  if (Touches(receipt.events, ledger::LogKind::kShared)) {
    receipt.shared_checkpoint = shared.checkpoint;
  }
  if (Touches(receipt.events, ledger::LogKind::kOwn)) {
    receipt.own_checkpoint = own.checkpoint;
  }
}

}  // namespace

void RequestRecords::PutInto(ledger::Batch& batch) {
  for (auto& [key, record] : records_) {
    for (const store::v1::EventPlace& place : record.events()) {
      const auto log =
          place.shared() ? ledger::LogKind::kShared : ledger::LogKind::kOwn;
      (place.shared() ? record.mutable_shared_checkpoint()
                      : record.mutable_own_checkpoint())
          ->assign(batch.head(log).checkpoint);
    }
    batch.Put(key, EncodeRecord(key, record));
  }
  records_.clear();
}

absl::StatusOr<Receipt> ReceiptOf(const store::v1::RequestRecord& record) {
  Receipt receipt{.shared_checkpoint = record.shared_checkpoint(),
                  .own_checkpoint = record.own_checkpoint()};
  for (const store::v1::EventPlace& place : record.events()) {
    const auto stream = base::StreamName::Parse(place.stream());
    const auto id = base::Hash::From(place.event_id());
    if (!stream.ok() || !id) {
      return absl::DataLossError("the record of a request is damaged");
    }
    receipt.events.push_back({.stream = *stream,
                              .event_id = *id,
                              .log = place.shared() ? ledger::LogKind::kShared
                                                    : ledger::LogKind::kOwn,
                              .index = place.index(),
                              .recorded_at = place.recorded_at(),
                              .kind = place.kind()});
  }
  return receipt;
}

CommandSubmission::CommandSubmission(const NodeParts& node,
                                     RequestRecords& records, Command command,
                                     Answer answer)
    : node_(node),
      records_(records),
      command_(std::move(command)),
      answer_(std::move(answer)) {}

bool CommandSubmission::OwnLogOnly() const {
  return std::ranges::all_of(
      command_.proposals, [this](const Proposal& proposal) {
        return LogFor(proposal.audience, node_.domain) == ledger::LogKind::kOwn;
      });
}

void CommandSubmission::Stage(ledger::Batch& batch) {
  refusal_ = StageOrRefuse(batch);
}

absl::Status CommandSubmission::CheckReads(const ledger::Batch& batch) const {
  for (const auto& [stream, version] : command_.reads.guards) {
    ASSIGN_OR_RETURN(const uint64_t now, GuardVersion(batch, stream));
    if (now != version) return absl::AbortedError("the case has moved on");
  }
  if (command_.reads.registry) {
    ASSIGN_OR_RETURN(
        const uint64_t now,
        GuardVersion(batch, base::StreamName::ForRegistry(node_.domain)));
    if (now != *command_.reads.registry) {
      return absl::AbortedError("the registry has moved on");
    }
  }
  for (const Proposal& proposal : command_.proposals) {
    const auto recorded_at = absl::FromUnixMicros(static_cast<int64_t>(
        batch.RecordedAt(LogFor(proposal.audience, node_.domain))));
    if (recorded_at >= command_.valid_until) {
      return absl::AbortedError("time has passed since the decision");
    }
  }
  return absl::OkStatus();
}

absl::Status CommandSubmission::StageOrRefuse(ledger::Batch& batch) {
  const std::string key = RequestKey(command_.agency, command_.request_id);
  ASSIGN_OR_RETURN(const auto known, batch.Get(key));
  store::v1::RequestRecord record;
  if (known) {
    if (!record.ParseFromString(*known)) {
      return absl::DataLossError("the record of a request is damaged");
    }
    if (!crypto::ConstantTimeEquals(record.request_hmac(),
                                    command_.request_hmac.view())) {
      return absl::AlreadyExistsError(
          "this request id was used for another request");
    }
    ASSIGN_OR_RETURN(receipt_, ReceiptOf(record));
    known_ =
        !record.shared_checkpoint().empty() || !record.own_checkpoint().empty();
    return absl::OkStatus();
  }
  if (command_.still_believed) RETURN_IF_ERROR(command_.still_believed());
  RETURN_IF_ERROR(CheckReads(batch));
  EventWriter writer(node_, batch);
  const std::string name =
      base::StrCat(command_.agency.str(), "/", base::Hex(command_.request_id));
  for (size_t i = 0; i < command_.proposals.size(); ++i) {
    RETURN_IF_ERROR(
        writer.Prepare(command_.proposals[i], base::StrCat(name, "/", i)));
  }
  receipt_.events = writer.Apply();
  record.set_request_hmac(command_.request_hmac.str());
  for (const EventPlace& place : receipt_.events) {
    *record.add_events() = ToRecord(place);
  }
  // Found by a repetition in the same batch; completed before the commit.
  batch.Put(key, record.SerializeAsString());
  records_.Add(key, std::move(record));
  return absl::OkStatus();
}

void CommandSubmission::Committed(const ledger::LogHead& shared,
                                  const ledger::LogHead& own) {
  if (!refusal_.ok()) return answer_(refusal_);
  if (!known_) NameCheckpoints(shared, own, receipt_);
  answer_(receipt_);
}

void CommandSubmission::Failed(const absl::Status& status) { answer_(status); }

}  // namespace sijill::casefile
