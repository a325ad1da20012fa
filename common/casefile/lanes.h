// SPDX-License-Identifier: Apache-2.0
// The heads of lanes: read through a batch or the store, and moved on.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/casefile/draws.h"
#include "common/content/key_store.h"
#include "common/event/header.h"
#include "common/ledger/batch.h"
#include "common/ledger/log_kind.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {

// FORMAT.md, "At rest": how often a data key is used at most.
inline constexpr uint64_t kMaxKeyUses = uint64_t{1} << 28;

// The log that holds events of `audience`: the own one if nobody beyond
// `domain` is in it.
ledger::LogKind LogFor(std::span<const std::string> audience,
                       const base::DomainName& domain);

// The heads of lanes as a batch is about to leave them: what one event of a
// submission does to its lane, the next one finds. Used by one thread.
class LaneHeads {
 public:
  // `batch` outlives this.
  explicit LaneHeads(const ledger::Batch& batch) : batch_(batch) {}

  // The head of the lane; one with sequence 0 if the lane is new. DATA_LOSS if
  // it cannot be read.
  absl::StatusOr<store::v1::LaneHead> Find(
      ledger::LogKind log, const base::StreamName& stream,
      const base::AgencyName& author, std::span<const std::string> audience);

  // Makes the event of `header` the head of its lane.
  void Advance(ledger::LogKind log, const event::Header& header,
               const base::Hash& id, store::v1::LaneHead head);

  // The heads that moved, by their keys.
  const std::map<std::string, store::v1::LaneHead>& moved() const {
    return moved_;
  }

 private:
  const ledger::Batch& batch_;
  std::map<std::string, store::v1::LaneHead> moved_;
};

// The data key of a lane with room for `uses` more uses: the head's own, or a
// new one, which is added to `keys` and noted in `head`. `name` names the draw.
absl::StatusOr<event::DataKeyId> LaneDataKey(content::KeyStore& keys,
                                             Draws& draws,
                                             std::string_view name,
                                             uint64_t uses,
                                             store::v1::LaneHead& head);

}  // namespace sijill::casefile
