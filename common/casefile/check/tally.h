// SPDX-License-Identifier: Apache-2.0
// What the walk over the events finds that the records beside them must say as
// well.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/ledger/log_kind.h"

namespace sijill::casefile::check {

inline size_t SlotOf(ledger::LogKind log) {
  return log == ledger::LogKind::kShared ? 0 : 1;
}

struct Tally {
  // Of each stream, the version that its events raised its guard to.
  std::map<base::StreamName, uint64_t> guards;
  // The same of the registry's, whose domain the own events tell.
  uint64_t registry_raised = 0;
  // Of each peer, the index in its log behind its newest event that is held.
  std::map<std::string, uint64_t> peers;
  // Seals of several events that came, and the lanes they are for.
  std::map<base::FixedBytes<64>, base::Hash> seals;
  // Of each entry of a log, whether some request must name it.
  std::vector<bool> owed[2];
  // The newest instant that an event of the node's own bears in a log.
  uint64_t recorded_at[2] = {0, 0};
  // Data keys that lanes use or used, and how many of them are gone.
  uint64_t data_keys = 0;
  uint64_t data_keys_gone = 0;
};

}  // namespace sijill::casefile::check
