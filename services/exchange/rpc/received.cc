// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/rpc/received.h"

#include <utility>
#include <vector>

#include "common/base/status_macros.h"
#include "common/ledger/log_signer.h"
#include "common/merkle/proof.h"
#include "common/refusal/refusal.h"
#include "services/exchange/rpc/exchange_methods.h"

namespace sijill::exchange {
namespace {

// Of a tree of at most 2^63 - 1 leaves (common/merkle/proof.h).
constexpr int kMaxProofNodes = 64;

absl::Status ProofInvalid(std::string what) {
  return refusal::Refuse(absl::StatusCode::kInvalidArgument, "PROOF_INVALID",
                         std::move(what));
}

template <typename Repeated>
absl::StatusOr<std::vector<base::Hash>> ParsePath(const Repeated& nodes) {
  if (nodes.size() > kMaxProofNodes) {
    return ProofInvalid("a proof has at most 64 nodes");
  }
  std::vector<base::Hash> path;
  for (const std::string& node : nodes) {
    const auto hash = base::Hash::From(node);
    if (!hash) return ProofInvalid("a node of a proof has not 32 bytes");
    path.push_back(*hash);
  }
  return path;
}

// A part that is malformed becomes a commitment that no content root has.
event::WirePart ParseWirePart(const v1::EventPart& part) {
  auto parsed = part.has_opened() ? event::ParsePart(part.opened().salt(),
                                                     part.opened().content())
                                  : event::ParseWithheldPart(part.commitment());
  if (!parsed.ok()) return event::WirePart(base::Hash());
  return *std::move(parsed);
}

}  // namespace

absl::StatusOr<casefile::Delivery> ParseDelivery(
    const v1::DeliverEventsRequest& request) {
  if (request.events_size() > kMaxEventsReceived) {
    return refusal::Refuse(absl::StatusCode::kResourceExhausted,
                           "QUOTA_EXCEEDED",
                           "a delivery has at most 256 events");
  }
  casefile::Delivery delivery{.checkpoint = request.checkpoint(),
                              .consistent_from = request.consistent_from(),
                              .from_index = request.from_index(),
                              .next_index = request.to_index()};
  ASSIGN_OR_RETURN(delivery.consistency,
                   ParsePath(request.consistency_proof()));
  for (const v1::EventDelivery& event : request.events()) {
    casefile::DeliveredEvent& came = delivery.events.emplace_back();
    came.index = event.index();
    came.signed_header = event.signed_header();
    // No content has so many parts: none is kept, and the event is refused.
    if (event.event_parts_size() <= static_cast<int>(event::kMaxParts)) {
      for (const v1::EventPart& part : event.event_parts()) {
        came.parts.push_back(ParseWirePart(part));
      }
    }
    ASSIGN_OR_RETURN(came.inclusion, ParsePath(event.inclusion_proof()));
  }
  return delivery;
}

absl::StatusOr<Continuation> CompareLogs(const casefile::Peer& peer,
                                         const casefile::Delivery& delivery,
                                         std::string_view held) {
  const auto now = ledger::OpenCheckpoint(delivery.checkpoint, peer.log_origin,
                                          peer.log_key);
  if (!now.ok()) return ProofInvalid("the checkpoint is not the caller's");
  if (held.empty()) return Continuation::kContinues;
  ASSIGN_OR_RETURN(const merkle::Checkpoint before,
                   ledger::OpenCheckpoint(held, peer.log_origin, peer.log_key));
  if (now->size == before.size) {
    return now->root == before.root ? Continuation::kContinues
                                    : Continuation::kContradicts;
  }
  if (now->size < before.size || delivery.consistent_from != before.size) {
    return Continuation::kStale;
  }
  const absl::Status consistent = merkle::VerifyConsistency(
      before.size, now->size, delivery.consistency, before.root, now->root);
  return consistent.ok() ? Continuation::kContinues
                         : Continuation::kContradicts;
}

}  // namespace sijill::exchange
