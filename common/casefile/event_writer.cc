// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/event_writer.h"

#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/admission.h"
#include "common/casefile/layout.h"
#include "common/casefile/record.h"
#include "common/casefile/seal.h"
#include "common/event/derived.h"
#include "common/event/header.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

absl::StatusOr<std::vector<event::WirePart>> MakeParts(const Proposal& proposal,
                                                       const KindRule& rule,
                                                       Draws& draws,
                                                       std::string_view name) {
  if (proposal.parts.size() != rule.parts) {
    return absl::InvalidArgumentError("the kind has another number of parts");
  }
  std::vector<event::WirePart> parts;
  size_t bytes = 0;
  for (size_t i = 0; i < proposal.parts.size(); ++i) {
    bytes += proposal.parts[i].size();
    if (proposal.parts[i].size() > event::kMaxPartBytes ||
        bytes > kMaxContentBytes) {
      return absl::InvalidArgumentError("the content is too long");
    }
    parts.push_back(
        event::Part{.salt = draws.Next<32>(base::StrCat(name, "/salt/", i)),
                    .bytes = proposal.parts[i]});
  }
  return parts;
}

std::vector<base::Hash> Commitments(std::span<const event::WirePart> parts) {
  std::vector<base::Hash> commitments;
  for (const event::WirePart& part : parts) {
    commitments.push_back(event::Commitment(part));
  }
  return commitments;
}

// An unsealed event is vouched for by its log's checkpoint alone.
absl::StatusOr<std::string> SealOrNot(const std::string& header_bytes,
                                      const crypto::Signer* signer) {
  if (signer == nullptr) return event::EncodeUnsealed(header_bytes);
  return SealEvent(header_bytes, *signer);
}

}  // namespace

absl::StatusOr<uint64_t> GuardVersion(const ledger::Batch& batch,
                                      const base::StreamName& stream) {
  ASSIGN_OR_RETURN(const auto bytes, batch.Get(GuardKey(stream)));
  if (!bytes) return 0;
  const auto version = base::ByteReader(*bytes).ReadU64();
  if (!version) return absl::DataLossError("a guard version is damaged");
  return *version;
}

absl::StatusOr<event::Header> EventWriter::MakeHeader(
    const Proposal& proposal, const store::v1::LaneHead& head,
    std::string_view name) {
  const ledger::LogKind log = LogFor(proposal.audience, node_.domain);
  event::Header header{
      .exchange = node_.exchange,
      .stream = proposal.stream,
      .author = proposal.author,
      .audience = proposal.audience,
      .sequence = head.sequence() + 1,
      .previous = base::Hash::From(head.event_id()),
      .random = proposal.random
                    ? *proposal.random
                    : node_.draws.Next<32>(base::StrCat(name, "/random")),
      .kind = proposal.kind,
      .recorded_at = batch_.RecordedAt(log),
      .seen = proposal.seen};
  if (event::IsOwnLogKind(proposal.kind)) return header;
  const crypto::Signer* signer = node_.seals.Find(proposal.author);
  if (signer == nullptr) {
    return absl::FailedPreconditionError(
        "this node has no seal key for the agency");
  }
  header.key_id = signer->public_key().id();
  RETURN_IF_ERROR(CheckKey(proposal, header));
  return header;
}

// An event whose seal peers do not believe would stop its lane with them for
// ever, so the sequencer judges as they do: an endorsement counts before its
// own seal is looked at, what takes a key away after it.
absl::Status EventWriter::CheckKey(const Proposal& proposal,
                                   const event::Header& header) {
  // Behind everything that was committed, in the order of preparing.
  const uint64_t place = UINT64_MAX / 2 + prepared_.size();
  const bool endorses = header.kind == v1::EVENT_KIND_KEY_ENDORSED;
  const bool changes_keys =
      IsKeyEvent(header.kind) && !proposal.parts.empty() &&
      header.stream.shape() == base::StreamName::Shape::kNode &&
      LogFor(header.audience, node_.domain) == ledger::LogKind::kShared;
  const auto apply = [&] {
    return ApplyKeyEvent(header, proposal.parts.front(), place,
                         node_.check_certificate, *keys_);
  };
  if (changes_keys && !keys_) keys_ = node_.known_keys();
  if (changes_keys && endorses) RETURN_IF_ERROR(apply());
  const bool may =
      keys_ ? keys_->KeyFor(header.author, *header.key_id, place).ok()
            : node_.may_seal(header.author, *header.key_id);
  if (!may) {
    return absl::FailedPreconditionError(
        "the agency's seal key is not endorsed, or no longer");
  }
  if (changes_keys && !endorses) RETURN_IF_ERROR(apply());
  return absl::OkStatus();
}

absl::Status EventWriter::StoreContent(PreparedEvent& prepared,
                                       std::span<const event::WirePart> parts,
                                       std::string_view name,
                                       store::v1::LaneHead& head) {
  prepared.commitments = Commitments(parts);
  const std::string before = head.data_key_id();
  ASSIGN_OR_RETURN(prepared.data_key, LaneDataKey(node_.keys, node_.draws, name,
                                                  parts.size(), head));
  if (prepared.data_key.view() != before) {
    new_keys_.push_back(prepared.data_key);
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto* part = std::get_if<event::Part>(&parts[i]);
    if (part == nullptr) {
      prepared.stored_parts.emplace_back();
      continue;
    }
    const auto nonce = node_.draws.Next<12>(base::StrCat(name, "/nonce/", i));
    ASSIGN_OR_RETURN(std::string stored,
                     node_.keys.SealPart(prepared.data_key, nonce, *part));
    prepared.stored_parts.emplace_back(std::move(stored));
  }
  return absl::OkStatus();
}

absl::Status EventWriter::CheckProposal(const Proposal& proposal,
                                        const KindRule& rule) const {
  if (proposal.author.domain() != node_.domain.str()) {
    return absl::InvalidArgumentError("author: an agency of another domain");
  }
  if (rule.own_lane &&
      LogFor(proposal.audience, node_.domain) != ledger::LogKind::kOwn) {
    return absl::InvalidArgumentError(
        "audience: this kind is for its author's domain alone");
  }
  if (!StreamAdmits(proposal.stream, proposal.author, proposal.audience)) {
    return absl::InvalidArgumentError(
        "stream: not one that the author may write in for this audience");
  }
  return absl::OkStatus();
}

absl::Status EventWriter::Prepare(const Proposal& proposal,
                                  std::string_view name) {
  const std::optional<KindRule> rule = node_.kinds(proposal.kind);
  if (!rule) return absl::InvalidArgumentError("no such kind of event");
  RETURN_IF_ERROR(CheckProposal(proposal, *rule));
  const ledger::LogKind log = LogFor(proposal.audience, node_.domain);
  ASSIGN_OR_RETURN(
      store::v1::LaneHead head,
      lanes_.Find(log, proposal.stream, proposal.author, proposal.audience));
  ASSIGN_OR_RETURN(event::Header header, MakeHeader(proposal, head, name));
  header.critical = rule->critical;
  ASSIGN_OR_RETURN(const auto parts,
                   MakeParts(proposal, *rule, node_.draws, name));
  header.content_root = event::ContentRoot(Commitments(parts));
  if (rule->opening) RETURN_IF_ERROR(event::CheckOpening(header));
  ASSIGN_OR_RETURN(const std::string bytes, event::EncodeHeader(header));
  PreparedEvent prepared{
      .header = header, .id = event::EventId(bytes), .log = log, .rule = *rule};
  ASSIGN_OR_RETURN(
      prepared.signed_header,
      SealOrNot(bytes,
                header.key_id ? node_.seals.Find(proposal.author) : nullptr));
  RETURN_IF_ERROR(StoreContent(prepared, parts, name, head));
  lanes_.Advance(log, header, prepared.id, std::move(head));
  prepared_.push_back(std::move(prepared));
  return absl::OkStatus();
}

absl::Status EventWriter::PrepareImported(
    const event::ParsedEvent& event, std::string_view signed_header,
    std::span<const event::WirePart> parts, uint64_t author_index,
    std::string_view name) {
  const event::Header& header = event.header;
  constexpr auto kLog = ledger::LogKind::kShared;
  ASSIGN_OR_RETURN(
      store::v1::LaneHead head,
      lanes_.Find(kLog, header.stream, header.author, header.audience));
  if (header.sequence > head.sequence() + 1) {
    return absl::FailedPreconditionError("GAP");
  }
  if (header.sequence <= head.sequence() ||
      header.previous.value_or(base::Hash()).view() !=
          (head.sequence() == 0 ? base::Hash().view()
                                : std::string_view(head.event_id()))) {
    return absl::FailedPreconditionError("FORK");
  }
  RETURN_IF_ERROR(CheckSealBatch(event));
  PreparedEvent prepared{
      .header = header,
      .signed_header = std::string(signed_header),
      .id = event.id,
      .log = kLog,
      .rule = node_.kinds(header.kind).value_or(KindRule{.guard = true}),
      .author_index = author_index};
  RETURN_IF_ERROR(StoreContent(prepared, parts, name, head));
  lanes_.Advance(kLog, header, prepared.id, std::move(head));
  if (event.n > 1) {
    seals_[event.seal] = LaneDigest(header.author, header.audience);
  }
  prepared_.push_back(std::move(prepared));
  return absl::OkStatus();
}

// One event does not show what it shares a seal with; two do.
absl::Status EventWriter::CheckSealBatch(
    const event::ParsedEvent& event) const {
  if (event.n <= 1) return absl::OkStatus();
  const base::Hash lane =
      LaneDigest(event.header.author, event.header.audience);
  const auto prepared = seals_.find(event.seal);
  ASSIGN_OR_RETURN(const auto stored, batch_.Get(SealKeyOf(event.seal)));
  if ((prepared != seals_.end() && prepared->second != lane) ||
      (stored && *stored != lane.view())) {
    return absl::FailedPreconditionError("MIXED_SEAL");
  }
  return absl::OkStatus();
}

const std::string* EventWriter::FindPrepared(const base::Hash& id) const {
  for (const PreparedEvent& prepared : prepared_) {
    if (prepared.id == id) return &prepared.signed_header;
  }
  return nullptr;
}

EventWriter::~EventWriter() {
  for (const event::DataKeyId& id : new_keys_) node_.keys.Discard(id);
}

std::vector<EventPlace> EventWriter::Apply() {
  std::vector<EventPlace> places;
  for (const PreparedEvent& prepared : prepared_) {
    places.push_back(Put(prepared));
    if (RaisesGuard(prepared)) RaiseGuard(prepared.header.stream);
    if (prepared.rule.registry) {
      RaiseGuard(base::StreamName::ForRegistry(node_.domain));
    }
  }
  for (const auto& [key, head] : lanes_.moved()) {
    batch_.Put(key, head.SerializeAsString());
  }
  for (const auto& [seal, lane] : seals_) {
    batch_.Put(SealKeyOf(seal), lane.str());
  }
  new_keys_.clear();
  return places;
}

// Once for each event, so that the registry's version can be foretold.
bool EventWriter::RaisesGuard(const PreparedEvent& prepared) const {
  return prepared.rule.guard &&
         !(prepared.rule.registry &&
           prepared.header.stream ==
               base::StreamName::ForRegistry(node_.domain));
}

void EventWriter::PutStored(const PreparedEvent& prepared, uint64_t index) {
  store::v1::StoredEvent stored;
  stored.set_signed_header(prepared.signed_header);
  stored.set_index(index);
  stored.set_data_key_id(prepared.data_key.str());
  if (prepared.author_index) stored.set_author_index(*prepared.author_index);
  stored.set_raised_guard(RaisesGuard(prepared));
  stored.set_raised_registry(prepared.rule.registry);
  for (size_t i = 0; i < prepared.commitments.size(); ++i) {
    store::v1::StoredPart* part = stored.add_parts();
    part->set_commitment(prepared.commitments[i].str());
    part->set_withheld(!prepared.stored_parts[i].has_value());
    if (prepared.stored_parts[i]) {
      batch_.Put(PartKey(prepared.log, prepared.id, i),
                 *prepared.stored_parts[i]);
    }
  }
  const std::string key = EventKey(prepared.log, prepared.id);
  batch_.Put(key, EncodeRecord(key, std::move(stored)));
}

EventPlace EventWriter::Put(const PreparedEvent& prepared) {
  const base::Hash entry = event::EntryOf(prepared.signed_header);
  const std::string locator = Locator(prepared.log, prepared.id);
  const uint64_t index = batch_.Append(prepared.log, entry, locator);
  // What peers must see of keys, our own auditors find in the own log as well.
  const bool twin =
      prepared.log == ledger::LogKind::kShared &&
      prepared.header.stream == base::StreamName::ForNode(node_.domain);
  if (twin) batch_.Append(ledger::LogKind::kOwn, entry, locator);
  if (!prepared.author_index) batch_.UseInstant(prepared.log);
  PutStored(prepared, index);
  const event::Header& header = prepared.header;
  batch_.Put(
      SequenceKey(prepared.log, header.stream,
                  LaneDigest(header.author, header.audience), header.sequence),
      prepared.id.str());
  return {.stream = header.stream,
          .event_id = prepared.id,
          .log = prepared.log,
          .index = index,
          .recorded_at = header.recorded_at,
          .kind = header.kind};
}

void EventWriter::RaiseGuard(const base::StreamName& stream) {
  const auto version = GuardVersion(batch_, stream);
  // A version that cannot be read is never equal to one that was: whoever
  // depends on it is refused.
  batch_.Put(GuardKey(stream), version.ok() ? base::U64(*version + 1) : "");
}

}  // namespace sijill::casefile
