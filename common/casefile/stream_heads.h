// SPDX-License-Identifier: Apache-2.0
// Where a stream stands: the heads of its lanes, and the version that guards
// compare. What lanes hold is settled by their heads, each linked to all before
// it, so who holds the events up to equal heads holds the same events.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/ledger/log_kind.h"
#include "common/storage/store.h"

namespace sijill::casefile {

enum class Scope {
  kShared,  // opens no key of an own lane
  kAll,
};

// The newest event of a lane.
struct LaneTip {
  ledger::LogKind log = ledger::LogKind::kShared;
  base::AgencyName author;
  std::vector<std::string> audience;
  uint64_t sequence = 0;
  base::Hash id;
  uint64_t recorded_at = 0;  // µs since 1970

  friend bool operator==(const LaneTip&, const LaneTip&) = default;
};

// By LaneDigest().
using LaneTips = std::map<base::Hash, LaneTip>;

// Read in one instant of the store.
struct StreamHeads {
  base::StreamName stream;
  uint64_t guard_version = 0;
  LaneTips lanes;

  // What an event for `audience`, of `author`, decided on this has seen: the
  // heads of the other lanes whose audience contains `audience`; of more than
  // 64 the latest by recorded-at, then id. Ascending.
  std::vector<base::Hash> SeenBy(const base::AgencyName& author,
                                 std::span<const std::string> audience) const;
};

// The heads as `reader`, a snapshot, has them; none if nothing of the stream is
// held. DATA_LOSS if something cannot be read.
absl::StatusOr<StreamHeads> ReadHeads(const storage::Reader& reader,
                                      const base::StreamName& stream,
                                      Scope scope);

// The version that guards compare; 0 if nothing raised it yet. DATA_LOSS if it
// cannot be read.
absl::StatusOr<uint64_t> ReadGuardVersion(const storage::Reader& reader,
                                          const base::StreamName& stream);

}  // namespace sijill::casefile
