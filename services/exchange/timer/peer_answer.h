// SPDX-License-Identifier: Apache-2.0
// What a peer answered to a delivery, and what of it proves anything.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "common/casefile/delivery.h"
#include "services/exchange/timer/delivery_batch.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::exchange {

// One for each event of the batch, in its order, to be kept as evidence: the
// same entry is proved to stand in the log that `peer` signed, or the event is
// refused, or `contradiction` says why the answer proves nothing:
// ENTRY_DIFFERS, CHECKPOINT_INVALID, PROOF_INVALID. DATA_LOSS if the peer did
// not answer every event.
absl::StatusOr<std::vector<store::v1::DeliveryAnswer>> VerifyAnswers(
    const casefile::Peer& peer, const DeliveryBatch& batch,
    const v1::DeliverEventsResponse& response);

}  // namespace sijill::exchange
