// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/delivery.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/seal.h"
#include "common/event/derived.h"
#include "common/event/header.h"
#include "common/ledger/log_signer.h"
#include "common/merkle/note.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

absl::Status Refuse(std::string_view reason) {
  return absl::FailedPreconditionError(std::string(reason));
}

// Who may write in `stream` what is for us.
bool MayWrite(const base::StreamName& stream, const base::AgencyName& author,
              const base::DomainName& us,
              const std::vector<std::string>& audience) {
  const std::string_view name = stream.str();
  const std::string_view domain = author.domain();
  const std::string_view rest = name.substr(name.find('/') + 1);
  switch (stream.shape()) {
    case base::StreamName::Shape::kCase:
      return audience.front() != event::kEveryone;
    case base::StreamName::Shape::kCorridor: {
      const auto ends = base::Split(rest, '+');
      return std::ranges::find(ends, domain) != ends.end() &&
             std::ranges::find(ends, us.str()) != ends.end();
    }
    case base::StreamName::Shape::kPost: {
      const std::string_view owner = rest.substr(0, rest.find('/'));
      return owner == domain || owner == us.str();
    }
    case base::StreamName::Shape::kNode:
      return rest == domain && author.agency() == "node" &&
             audience.front() == event::kEveryone;
    case base::StreamName::Shape::kRegistry:
      return false;
  }
  return false;
}

bool IsFor(const std::vector<std::string>& audience,
           const base::DomainName& us) {
  return audience.front() == event::kEveryone ||
         std::ranges::find(audience, us.str()) != audience.end();
}

absl::Status CheckAdmission(const DeliveryContext& context, const Peer& peer,
                            const event::Header& header) {
  if (header.exchange != context.exchange) return Refuse("OTHER_EXCHANGE");
  if (event::IsOwnLogKind(header.kind)) return Refuse("OWN_LOG_KIND");
  if (header.author.domain() != peer.domain.str()) {
    return Refuse("FOREIGN_AUTHOR");
  }
  if (!IsFor(header.audience, context.domain)) return Refuse("NOT_FOR_US");
  if (!MayWrite(header.stream, header.author, context.domain,
                header.audience)) {
    return Refuse("STREAM_NOT_ALLOWED");
  }
  return absl::OkStatus();
}

absl::Status CheckParts(const DeliveryContext& context,
                        const event::Header& header,
                        const std::vector<event::WirePart>& parts) {
  if (!event::CheckContent(parts, header.content_root).ok()) {
    return Refuse("BAD_CONTENT");
  }
  const std::optional<KindRule> rule = context.kinds(header.kind);
  // Of a kind or format we do not know, the number of parts is what came.
  if (!rule || header.format != event::kFormat) return absl::OkStatus();
  if (rule->parts != parts.size()) return Refuse("BAD_CONTENT");
  if (rule->opening && !event::CheckOpening(header).ok()) {
    return Refuse("NOT_ITS_CASE");
  }
  return absl::OkStatus();
}

// A node's own key vouches for itself once: its certificate is in the event
// that it seals.
absl::Status CheckSeal(const DeliveryContext& context,
                       const event::ParsedEvent& event,
                       const DeliveredEvent& came, KeyDirectory& keys) {
  const event::Header& header = event.header;
  const bool key_event =
      header.stream.shape() == base::StreamName::Shape::kNode;
  const auto* part = std::get_if<event::Part>(&came.parts.front());
  KeyDirectory after = keys;
  if (key_event && header.kind == v1::EVENT_KIND_KEY_ENDORSED) {
    if (part == nullptr) return Refuse("BAD_CONTENT");
    RETURN_IF_ERROR(ApplyKeyEvent(header, part->bytes, came.index,
                                  context.check_certificate, after));
  }
  ASSIGN_OR_RETURN(const SealKey* key,
                   after.KeyFor(header.author, *header.key_id, came.index));
  if (!VerifySeal(event, key->key, context.exchange).ok()) {
    return Refuse("BAD_SEAL");
  }
  if (key_event && header.kind != v1::EVENT_KIND_KEY_ENDORSED) {
    if (part == nullptr) return Refuse("BAD_CONTENT");
    RETURN_IF_ERROR(ApplyKeyEvent(header, part->bytes, came.index,
                                  context.check_certificate, after));
  }
  keys = std::move(after);
  return absl::OkStatus();
}

absl::Status CheckOne(const DeliveryContext& context, const Peer& peer,
                      const merkle::Checkpoint& checkpoint,
                      const DeliveredEvent& came, KeyDirectory& keys,
                      CheckedEvent& checked) {
  auto parsed = event::ParseSignedHeader(came.signed_header);
  if (!parsed.ok()) return Refuse("MALFORMED");
  if (!merkle::VerifyInclusion(merkle::LeafHash(parsed->entry.view()),
                               came.index, checkpoint.size, came.inclusion,
                               checkpoint.root)
           .ok()) {
    return Refuse("NOT_IN_LOG");
  }
  RETURN_IF_ERROR(CheckAdmission(context, peer, parsed->header));
  RETURN_IF_ERROR(CheckParts(context, parsed->header, came.parts));
  if (!parsed->sealed()) return Refuse("BAD_SEAL");
  RETURN_IF_ERROR(CheckSeal(context, *parsed, came, keys));
  checked.event = *std::move(parsed);
  return absl::OkStatus();
}

absl::StatusOr<merkle::Checkpoint> CheckLog(const DeliveryContext& context,
                                            const Peer& peer,
                                            const Delivery& delivery) {
  ASSIGN_OR_RETURN(const merkle::Checkpoint checkpoint,
                   ledger::OpenCheckpoint(delivery.checkpoint, peer.log_origin,
                                          peer.log_key));
  if (context.held_checkpoint.empty()) return checkpoint;
  ASSIGN_OR_RETURN(const merkle::Checkpoint held,
                   ledger::OpenCheckpoint(context.held_checkpoint,
                                          peer.log_origin, peer.log_key));
  if (!merkle::VerifyConsistency(held.size, checkpoint.size,
                                 delivery.consistency, held.root,
                                 checkpoint.root)
           .ok()) {
    return absl::DataLossError(
        "the peer's log contradicts the checkpoint that we hold of it");
  }
  return checkpoint;
}

}  // namespace

absl::StatusOr<std::vector<CheckedEvent>> CheckDelivery(
    const DeliveryContext& context, const Peer& peer, const Delivery& delivery,
    KeyDirectory& keys) {
  ASSIGN_OR_RETURN(const merkle::Checkpoint checkpoint,
                   CheckLog(context, peer, delivery));
  if (delivery.next_index > checkpoint.size) {
    return absl::InvalidArgumentError(
        "the delivery reaches beyond its checkpoint");
  }
  std::vector<CheckedEvent> checked;
  for (const DeliveredEvent& came : delivery.events) {
    if (came.index >= delivery.next_index ||
        (!checked.empty() && came.index <= checked.back().index)) {
      return absl::InvalidArgumentError("the delivery is not in order");
    }
    CheckedEvent& one =
        checked.emplace_back(CheckedEvent{.index = came.index,
                                          .signed_header = came.signed_header,
                                          .parts = came.parts});
    const absl::Status status =
        CheckOne(context, peer, checkpoint, came, keys, one);
    if (!status.ok()) one.refusal = std::string(status.message());
  }
  return checked;
}

}  // namespace sijill::casefile
