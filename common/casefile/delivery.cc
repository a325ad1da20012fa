// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/delivery.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/casefile/admission.h"
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

absl::Status CheckAdmission(const DeliveryContext& context, const Peer& peer,
                            const event::Header& header) {
  if (header.exchange != context.exchange) return Refuse("OTHER_EXCHANGE");
  if (event::IsOwnLogKind(header.kind)) return Refuse("OWN_LOG_KIND");
  if (header.author.domain() != peer.domain.str()) {
    return Refuse("FOREIGN_AUTHOR");
  }
  if (!AudienceNames(header.audience, context.domain)) {
    return Refuse("NOT_FOR_US");
  }
  const std::optional<KindRule> rule = context.kinds(header.kind);
  if (rule && rule->own_lane) return Refuse("OWN_LANE_KIND");
  if (!StreamAdmits(header.stream, header.author, header.audience)) {
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
  // Kind, author and random mean the same in every format.
  if (rule && rule->opening && !event::CheckOpening(header).ok()) {
    return Refuse("NOT_ITS_CASE");
  }
  // Of a kind or format we do not know, the number of parts is what came.
  if (!rule || header.format != event::kFormat) return absl::OkStatus();
  if (rule->parts != parts.size()) return Refuse("BAD_CONTENT");
  return absl::OkStatus();
}

// A node's own key vouches for itself: its certificate is in the event that it
// seals, so an endorsement counts before its seal is looked at; what takes a
// key away counts after.
absl::Status CheckSeal(const DeliveryContext& context,
                       const event::ParsedEvent& event,
                       const DeliveredEvent& came,
                       std::shared_ptr<const KeyDirectory>& keys,
                       CheckedEvent& checked) {
  const event::Header& header = event.header;
  const auto check = [&](const KeyDirectory& known) -> absl::Status {
    ASSIGN_OR_RETURN(const SealKey* key,
                     known.KeyFor(header.author, *header.key_id, came.index));
    if (!VerifySeal(event, key->key, context.exchange).ok()) {
      return Refuse("BAD_SEAL");
    }
    checked.endorsed_at = key->endorsed_at;
    return absl::OkStatus();
  };
  if (header.stream.shape() != base::StreamName::Shape::kNode ||
      !IsKeyEvent(header.kind)) {
    return check(*keys);
  }
  const auto* part = std::get_if<event::Part>(&came.parts.front());
  if (part == nullptr) return Refuse("BAD_CONTENT");
  KeyDirectory after = *keys;
  RETURN_IF_ERROR(ApplyKeyEvent(header, part->bytes, came.index,
                                context.check_certificate, after));
  const bool endorsed = header.kind == v1::EVENT_KIND_KEY_ENDORSED;
  RETURN_IF_ERROR(check(endorsed ? after : *keys));
  keys = std::make_shared<const KeyDirectory>(std::move(after));
  return absl::OkStatus();
}

absl::Status CheckOne(const DeliveryContext& context, const Peer& peer,
                      const merkle::Checkpoint& checkpoint,
                      const DeliveredEvent& came,
                      std::shared_ptr<const KeyDirectory>& keys,
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
  RETURN_IF_ERROR(CheckSeal(context, *parsed, came, keys, checked));
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
  const absl::Status fork = absl::DataLossError(
      "the peer's log contradicts the checkpoint that we hold of it");
  if (checkpoint.size == held.size) {
    if (checkpoint.root != held.root) return fork;
    return checkpoint;
  }
  // Made before another delivery of the same peer was taken.
  if (checkpoint.size < held.size || delivery.consistent_from != held.size) {
    return absl::AbortedError(
        "the delivery does not begin at the checkpoint that we hold");
  }
  if (!merkle::VerifyConsistency(held.size, checkpoint.size,
                                 delivery.consistency, held.root,
                                 checkpoint.root)
           .ok()) {
    return fork;
  }
  return checkpoint;
}

}  // namespace

absl::StatusOr<std::vector<CheckedEvent>> CheckDelivery(
    const DeliveryContext& context, const Peer& peer, const Delivery& delivery,
    std::shared_ptr<const KeyDirectory> keys) {
  ASSIGN_OR_RETURN(const merkle::Checkpoint checkpoint,
                   CheckLog(context, peer, delivery));
  if (delivery.next_index > checkpoint.size ||
      delivery.from_index > delivery.next_index) {
    return absl::InvalidArgumentError(
        "the delivery reaches beyond its checkpoint");
  }
  std::vector<CheckedEvent> checked;
  for (const DeliveredEvent& came : delivery.events) {
    if (came.index < delivery.from_index || came.index >= delivery.next_index ||
        (!checked.empty() && came.index <= checked.back().index)) {
      return absl::InvalidArgumentError("the delivery is not in order");
    }
    CheckedEvent& one =
        checked.emplace_back(CheckedEvent{.index = came.index,
                                          .signed_header = came.signed_header,
                                          .parts = came.parts,
                                          .answers = came.answers});
    const absl::Status status =
        CheckOne(context, peer, checkpoint, came, keys, one);
    if (!status.ok()) one.refusal = std::string(status.message());
  }
  return checked;
}

}  // namespace sijill::casefile
