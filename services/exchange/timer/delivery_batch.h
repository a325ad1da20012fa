// SPDX-License-Identifier: Apache-2.0
// What one call delivers: events of our own agencies for one peer, with proof.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/casefile/casefile.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::exchange {

struct BatchLimits {
  int events = 256;
  size_t bytes = size_t{4} << 20;  // above it only if one event alone is
  uint64_t scanned = 4096;         // entries looked at
};

struct DeliveryBatch {
  v1::DeliverEventsRequest request;
  std::vector<base::Hash> entries;  // of its events, in order
  uint64_t log_size = 0;  // of our shared log, as its checkpoint has it
};

// The next batch for `peer` from `from` on, in a log of which the peer holds
// the checkpoint of size `held` (0: none). Its `to_index` is `from` if there is
// nothing new in the log. OUT_OF_RANGE if the log does not reach `from` or
// `held`; DATA_LOSS if it cannot be read.
absl::StatusOr<DeliveryBatch> NextBatch(const casefile::Casefile& casefile,
                                        const base::DomainName& peer,
                                        uint64_t from, uint64_t held,
                                        const BatchLimits& limits = {});

// DATA_LOSS unless `response` answers every event of the batch with values of
// their form: they are kept, the checkpoint beside each.
absl::Status CheckAnswers(const DeliveryBatch& batch,
                          const v1::DeliverEventsResponse& response);

}  // namespace sijill::exchange
