// SPDX-License-Identifier: Apache-2.0
// What peers answered to the events that this node delivered to them: proof
// that they hold them; and what contradicts itself between nodes. Beside the
// log, never entries of it: a log must not feed itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/storage/store.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::exchange {

// That the peer's log holds the event's entry was proved.
bool IsProof(const store::v1::DeliveryAnswer& answer);

// Over a store of its own. Safe from every thread.
class Evidence {
 public:
  // `store` outlives this and is written by it alone.
  explicit Evidence(storage::Store& store) : store_(store) {}

  // Keeps the answers of `peer`, durably, in one step. An answer to an event
  // that was answered before takes its place; a proof only gives way to another
  // proof, and what contradicts it is kept beside it. UNAVAILABLE if the store
  // fails.
  absl::Status Keep(const base::DomainName& peer,
                    const std::vector<store::v1::DeliveryAnswer>& answers)
      ABSL_LOCKS_EXCLUDED(mu_);

  // What `peer` answered to the event at `index` of our shared log; nothing if
  // it has not. DATA_LOSS if it cannot be read.
  absl::StatusOr<std::optional<store::v1::DeliveryAnswer>> Find(
      const base::DomainName& peer, uint64_t index) const;

  // Keeps a checkpoint of our own shared log, by our own signature, that `peer`
  // holds and the log does not continue. UNAVAILABLE if the store fails.
  absl::Status KeepSeenOfUs(const base::DomainName& peer,
                            const std::string& checkpoint)
      ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<std::vector<std::string>> SeenOfUs() const;

  // Keeps that `peer` showed two histories of its shared log; of each peer the
  // first, so that nobody clears it by sending more. UNAVAILABLE if the store
  // fails.
  absl::Status KeepFork(const base::DomainName& peer,
                        const store::v1::ForkedLog& fork)
      ABSL_LOCKS_EXCLUDED(mu_);
  absl::StatusOr<std::optional<store::v1::ForkedLog>> ForkOf(
      const base::DomainName& peer) const;

 private:
  absl::Status Write(const storage::WriteSet& writes)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  storage::Store& store_;
  base::Mutex mu_;  // the store takes one writer at a time
};

}  // namespace sijill::exchange
