// SPDX-License-Identifier: Apache-2.0
// The work list: a line for each case that the node holds.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/command/office.h"
#include "sijill/v1/readmission_reads.pb.h"

namespace sijill::readmission {

// A case's line; nothing of the person.
struct CaseLine {
  // All but the next limit, which time decides.
  v1::CaseSummary summary;
  // As DeadlinesOf(); none if the node does not hold the case's rules.
  std::vector<v1::Deadline> deadlines;
};

// Made from the events alone and kept in memory: dropping it loses nothing. A
// case is folded when it is first listed, and again once its guard version or
// the registry has moved. Safe from every thread; while cases are folded, other
// lists wait.
class CaseIndex {
 public:
  // `office` outlives this.
  explicit CaseIndex(const command::Office& office) : office_(office) {}

  // Where a case stands in the list: opened later is earlier, then by name.
  struct Position {
    uint64_t opened_at = 0;  // microseconds since 1970-01-01Z
    std::string name;

    friend bool operator==(const Position&, const Position&) = default;
  };

  struct Page {
    std::vector<CaseLine> lines;
    std::optional<Position> next_after;  // nothing if there is no more
  };

  // At most `most` of the cases for which `wanted` is true, those after
  // `after`; no older than what was durable when it was called. DATA_LOSS if
  // the store is damaged: a list that leaves cases out is worse than none.
  absl::StatusOr<Page> List(const std::optional<Position>& after, size_t most,
                            absl::FunctionRef<bool(const CaseLine&)> wanted)
      ABSL_LOCKS_EXCLUDED(mu_);

  // The place of a line.
  static Position PositionOf(const CaseLine& line);

 private:
  struct Order {
    bool operator()(const Position& a, const Position& b) const {
      if (a.opened_at != b.opened_at) return a.opened_at > b.opened_at;
      return a.name < b.name;
    }
  };
  // What the lines were made from.
  struct Freshness {
    uint64_t shared_size = 0;
    uint64_t own_size = 0;
    uint64_t registry = 0;

    friend bool operator==(const Freshness&, const Freshness&) = default;
  };
  struct Known {
    uint64_t guard_version = 0;
    std::optional<Position> place;  // nothing if the case is not opened here
  };

  absl::Status Refresh() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status FoldAgain(const base::StreamName& stream, uint64_t guard_version,
                         const decision::Directory& directory)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const command::Office& office_;

  // Makes one step of looking what has moved and folding it.
  base::Mutex mu_;
  std::optional<Freshness> fresh_ ABSL_GUARDED_BY(mu_);
  std::map<base::StreamName, Known> known_ ABSL_GUARDED_BY(mu_);
  std::map<Position, CaseLine, Order> lines_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::readmission
