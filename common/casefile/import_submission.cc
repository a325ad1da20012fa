// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/import_submission.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/admission.h"
#include "common/casefile/layout.h"
#include "common/casefile/record.h"
#include "sijill/store/v1/records.pb.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

constexpr size_t kKeptOfRefused = 16384;

}  // namespace

absl::StatusOr<PeerState> PeerStateOf(
    const std::optional<std::string>& record) {
  store::v1::PeerPosition position;
  if (record && !position.ParseFromString(*record)) {
    return absl::DataLossError("the position of a peer is damaged");
  }
  return PeerState{.next_index = position.next_index(),
                   .checkpoint = position.checkpoint(),
                   .refused = position.refused()};
}

ImportSubmission::ImportSubmission(const NodeParts& node, base::DomainName peer,
                                   std::vector<CheckedEvent> events,
                                   PeerState held, PeerState next,
                                   Answer answer)
    : node_(node),
      peer_(std::move(peer)),
      account_(base::StrCat("import/", peer_.str())),
      events_(std::move(events)),
      held_(std::move(held)),
      next_(std::move(next)),
      answer_(std::move(answer)) {}

void ImportSubmission::Stage(ledger::Batch& batch) {
  refusal_ = StageOrRefuse(batch);
}

// The receiver's instant of an event that starts, stops or meets a limit, and
// what else our node says of it: in one commit, or a stop between the two would
// leave it unsaid for ever.
absl::Status ImportSubmission::ProposeAnswers(const CheckedEvent& checked,
                                              std::string_view name,
                                              EventWriter& writer) {
  const event::ParsedEvent& event = *checked.event;
  const std::optional<KindRule> rule = node_.kinds(event.header.kind);
  const auto node = base::AgencyName::Node(node_.domain);
  absl::Status status;
  // Where only its author may write, nothing starts and nothing is awaited.
  if (rule && rule->delivered &&
      StreamAdmits(event.header.stream, node, event.header.audience)) {
    v1::Delivered delivered;
    delivered.set_event_id(event.id.str());
    status = writer.Prepare({.stream = event.header.stream,
                             .author = node,
                             .audience = event.header.audience,
                             .kind = v1::EVENT_KIND_DELIVERED,
                             .parts = {delivered.SerializeAsString()},
                             .seen = {event.id}},
                            base::StrCat(name, "/delivered"));
  }
  for (size_t i = 0; i < checked.answers.size() && status.ok(); ++i) {
    status = writer.Prepare(checked.answers[i], base::StrCat(name, "/", i));
  }
  // A fault of ours, not a reason to refuse the peer's event.
  if (!status.ok()) return absl::InternalError(std::string(status.message()));
  return absl::OkStatus();
}

// Of two SignedHeaders for one event the first stands.
absl::Status ImportSubmission::CheckRepeated(
    const CheckedEvent& checked, const std::string& signed_header) const {
  if (signed_header == checked.signed_header) return absl::OkStatus();
  return absl::FailedPreconditionError("SECOND_SEAL");
}

absl::Status ImportSubmission::StageEvent(const CheckedEvent& checked,
                                          ledger::Batch& batch,
                                          EventWriter& writer,
                                          ImportedEvent& answer) {
  if (checked.refused()) {
    return absl::FailedPreconditionError(checked.refusal);
  }
  if (checked.endorsed_at && refused_.contains(*checked.endorsed_at)) {
    return absl::FailedPreconditionError("UNKNOWN_KEY");
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
    RETURN_IF_ERROR(CheckRepeated(checked, stored.signed_header()));
    answer.index = stored.index();
    return absl::OkStatus();
  }
  if (const std::string* prepared = writer.FindPrepared(event.id)) {
    return CheckRepeated(checked, *prepared);
  }
  const std::string name =
      base::StrCat("import/", peer_.str(), "/", checked.index);
  RETURN_IF_ERROR(writer.PrepareImported(event, checked.signed_header,
                                         checked.parts, checked.index, name));
  return ProposeAnswers(checked, name, writer);
}

void ImportSubmission::KeepRefused(const CheckedEvent& checked,
                                   const std::string& reason,
                                   ledger::Batch& batch) {
  store::v1::RefusedEvent refused;
  refused.set_signed_header(checked.signed_header.substr(0, kKeptOfRefused));
  refused.set_author_index(checked.index);
  refused.set_reason(reason);
  refused.set_refused_at(batch.RecordedAt(ledger::LogKind::kShared));
  const std::string key = RefusedKey(peer_, checked.index);
  batch.Put(key, EncodeRecord(key, std::move(refused)));
}

// The events that are refused and of whose place no evidence is kept yet: what
// was kept first stays, nobody clears it by sending something else.
absl::StatusOr<std::vector<size_t>> ImportSubmission::StageEvents(
    ledger::Batch& batch, EventWriter& writer) {
  std::vector<size_t> evidence;
  for (size_t i = 0; i < events_.size(); ++i) {
    const CheckedEvent& checked = events_[i];
    ImportedEvent& answer = result_.events.emplace_back(
        ImportedEvent{.author_index = checked.index});
    const absl::Status status = StageEvent(checked, batch, writer, answer);
    if (status.ok()) continue;
    // What the peer sent is refused by itself; what we cannot do stops all.
    if (!absl::IsFailedPrecondition(status)) return status;
    answer.refusal = std::string(status.message());
    refused_.insert(checked.index);
    ASSIGN_OR_RETURN(const auto kept,
                     batch.Get(RefusedKey(peer_, checked.index)));
    if (!kept) evidence.push_back(i);
  }
  return evidence;
}

absl::Status ImportSubmission::StageOrRefuse(ledger::Batch& batch) {
  ASSIGN_OR_RETURN(const auto record, batch.Get(PeerKey(peer_)));
  ASSIGN_OR_RETURN(const PeerState held, PeerStateOf(record));
  if (held != held_) {
    return absl::AbortedError("the position of the peer has moved");
  }
  EventWriter writer(node_, batch);
  ASSIGN_OR_RETURN(const std::vector<size_t> evidence,
                   StageEvents(batch, writer));
  result_.written = writer.Apply();
  for (ImportedEvent& answer : result_.events) {
    if (!answer.refusal.empty()) continue;
    for (const EventPlace& place : result_.written) {
      if (place.event_id == answer.event_id) answer.index = place.index;
    }
  }
  for (const size_t i : evidence) {
    KeepRefused(events_[i], result_.events[i].refusal, batch);
  }
  result_.next_index = std::max(held.next_index, next_.next_index);
  store::v1::PeerPosition moved;
  moved.set_next_index(result_.next_index);
  moved.set_checkpoint(next_.checkpoint);
  moved.set_refused(held.refused + evidence.size());
  batch.Put(PeerKey(peer_), EncodeRecord(PeerKey(peer_), std::move(moved)));
  return absl::OkStatus();
}

void ImportSubmission::Committed(const ledger::LogHead& shared,
                                 const ledger::LogHead&) {
  if (!refusal_.ok()) return answer_(refusal_);
  result_.checkpoint = shared.checkpoint;
  answer_(std::move(result_));
}

}  // namespace sijill::casefile
