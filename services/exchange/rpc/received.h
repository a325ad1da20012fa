// SPDX-License-Identifier: Apache-2.0
// A delivery as it came over the wire, taken apart and held against the peer's
// log before the ledger sees it.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/delivery.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::exchange {

// INVALID_ARGUMENT, reason PROOF_INVALID, if a hash has not 32 bytes;
// RESOURCE_EXHAUSTED, reason QUOTA_EXCEEDED, for too many events. A part that
// is neither opened nor a commitment of 32 bytes makes its event's content
// wrong, which the ledger refuses event by event.
absl::StatusOr<casefile::Delivery> ParseDelivery(
    const v1::DeliverEventsRequest& request);

// How a delivery's checkpoint goes together with the one that is held.
enum class Continuation {
  kContinues,
  kStale,        // made for another checkpoint than the one held: ask again
  kContradicts,  // both are signed by the peer: two histories, or no proof
};

// `held` empty: none is held. INVALID_ARGUMENT, reason PROOF_INVALID, unless
// the delivery's checkpoint is signed by the peer.
absl::StatusOr<Continuation> CompareLogs(const casefile::Peer& peer,
                                         const casefile::Delivery& delivery,
                                         std::string_view held);

}  // namespace sijill::exchange
