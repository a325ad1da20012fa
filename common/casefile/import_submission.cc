// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/import_submission.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "sijill/store/v1/records.pb.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

constexpr size_t kKeptOfRefused = 16384;

absl::StatusOr<uint64_t> Position(const ledger::Batch& batch,
                                  const base::DomainName& peer) {
  ASSIGN_OR_RETURN(const auto bytes, batch.Get(PeerKey(peer)));
  store::v1::PeerPosition position;
  if (bytes && !position.ParseFromString(*bytes)) {
    return absl::DataLossError("the position of a peer is damaged");
  }
  return position.next_index();
}

}  // namespace

ImportSubmission::ImportSubmission(const NodeParts& node, base::DomainName peer,
                                   std::vector<CheckedEvent> events,
                                   std::string checkpoint, uint64_t position,
                                   uint64_t next_index, Answer answer)
    : node_(node),
      peer_(std::move(peer)),
      account_(base::StrCat("import/", peer_.str())),
      events_(std::move(events)),
      checkpoint_(std::move(checkpoint)),
      position_(position),
      next_index_(next_index),
      answer_(std::move(answer)) {}

void ImportSubmission::Stage(ledger::Batch& batch) {
  refusal_ = StageOrRefuse(batch);
}

// The receiver's instant of an event that starts, stops or meets a limit.
absl::Status ImportSubmission::ProposeDelivered(const event::ParsedEvent& event,
                                                std::string_view name,
                                                EventWriter& writer) {
  const std::optional<KindRule> rule = node_.kinds(event.header.kind);
  if (!rule || !rule->delivered) return absl::OkStatus();
  v1::Delivered delivered;
  delivered.set_event_id(event.id.str());
  const absl::Status status =
      writer.Prepare({.stream = event.header.stream,
                      .author = base::AgencyName::Node(node_.domain),
                      .audience = event.header.audience,
                      .kind = v1::EVENT_KIND_DELIVERED,
                      .parts = {delivered.SerializeAsString()},
                      .seen = {event.id}},
                     base::StrCat(name, "/delivered"));
  // A fault of ours, not a reason to refuse the peer's event.
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  return absl::OkStatus();
}

absl::Status ImportSubmission::StageEvent(const CheckedEvent& checked,
                                          ledger::Batch& batch,
                                          EventWriter& writer,
                                          ImportedEvent& answer) {
  if (checked.refused()) {
    return absl::FailedPreconditionError(checked.refusal);
  }
  const event::ParsedEvent& event = *checked.event;
  answer.event_id = event.id;
  answer.entry = event.entry;
  ASSIGN_OR_RETURN(const auto held,
                   batch.Get(EventKey(ledger::LogKind::kShared, event.id)));
  if (held) {
    store::v1::StoredEvent stored;
    if (!stored.ParseFromString(*held)) {
      return absl::DataLossError("a stored event is damaged");
    }
    // Of two SignedHeaders for one event the first stands.
    if (stored.signed_header() != checked.signed_header) {
      return absl::FailedPreconditionError("SECOND_SEAL");
    }
    answer.index = stored.index();
    return absl::OkStatus();
  }
  const std::string name =
      base::StrCat("import/", peer_.str(), "/", checked.index);
  RETURN_IF_ERROR(writer.PrepareImported(event, checked.signed_header,
                                         checked.parts, checked.index, name));
  return ProposeDelivered(event, name, writer);
}

void ImportSubmission::KeepRefused(const CheckedEvent& checked,
                                   const std::string& reason,
                                   ledger::Batch& batch) {
  store::v1::RefusedEvent refused;
  refused.set_signed_header(checked.signed_header.substr(0, kKeptOfRefused));
  refused.set_author_index(checked.index);
  refused.set_reason(reason);
  refused.set_refused_at(batch.RecordedAt(ledger::LogKind::kShared));
  batch.Put(RefusedKey(peer_, checked.index), refused.SerializeAsString());
}

absl::Status ImportSubmission::StageOrRefuse(ledger::Batch& batch) {
  ASSIGN_OR_RETURN(const uint64_t position, Position(batch, peer_));
  if (position != position_) {
    return absl::AbortedError("the position of the peer has moved");
  }
  EventWriter writer(node_, batch);
  for (const CheckedEvent& checked : events_) {
    ImportedEvent& answer = result_.events.emplace_back(
        ImportedEvent{.author_index = checked.index});
    const absl::Status status = StageEvent(checked, batch, writer, answer);
    if (status.ok()) continue;
    // What the peer sent is refused by itself; what we cannot do stops all.
    if (!absl::IsFailedPrecondition(status)) return status;
    answer.refusal = std::string(status.message());
  }
  result_.written = writer.Apply();
  for (ImportedEvent& answer : result_.events) {
    for (const EventPlace& place : result_.written) {
      if (place.event_id == answer.event_id) answer.index = place.index;
    }
  }
  for (size_t i = 0; i < events_.size(); ++i) {
    const std::string& reason = result_.events[i].refusal;
    if (!reason.empty()) KeepRefused(events_[i], reason, batch);
  }
  result_.next_index = std::max(position, next_index_);
  store::v1::PeerPosition moved;
  moved.set_next_index(result_.next_index);
  moved.set_checkpoint(checkpoint_);
  batch.Put(PeerKey(peer_), moved.SerializeAsString());
  return absl::OkStatus();
}

void ImportSubmission::Committed(const ledger::LogHead& shared,
                                 const ledger::LogHead&) {
  if (!refusal_.ok()) return answer_(refusal_);
  result_.checkpoint = shared.checkpoint;
  answer_(std::move(result_));
}

}  // namespace sijill::casefile
