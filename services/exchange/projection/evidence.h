// SPDX-License-Identifier: Apache-2.0
// What peers answered to the events that this node delivered to them: proof
// that they hold them. Beside the log, never entries of it: a log must not
// feed itself.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/storage/store.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::exchange {

// Over a store of its own. Safe from every thread.
class Evidence {
 public:
  // `store` outlives this and is written by it alone.
  explicit Evidence(storage::Store& store) : store_(store) {}

  // Keeps the answers of `peer`, durably, in one step; an answer to an event
  // that was answered before takes its place. UNAVAILABLE if the store fails.
  absl::Status Keep(const base::DomainName& peer,
                    const std::vector<store::v1::DeliveryAnswer>& answers)
      ABSL_LOCKS_EXCLUDED(mu_);

  // What `peer` answered to the event at `index` of our shared log; nothing if
  // it has not. DATA_LOSS if it cannot be read.
  absl::StatusOr<std::optional<store::v1::DeliveryAnswer>> Find(
      const base::DomainName& peer, uint64_t index) const;

 private:
  storage::Store& store_;
  base::Mutex mu_;  // the store takes one writer at a time
};

}  // namespace sijill::exchange
