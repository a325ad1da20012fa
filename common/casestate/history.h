// SPDX-License-Identifier: Apache-2.0
// The events of a case as a node holds them, and the one order in which every
// node folds them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/base/fixed_bytes.h"
#include "common/base/names.h"

namespace sijill::casestate {

// One event: what its verified header says, and the parts that are held.
struct FoldEvent {
  base::Hash id;
  base::AgencyName author;
  uint32_t kind = 0;
  uint64_t recorded_at = 0;  // microseconds since 1970-01-01Z
  std::vector<base::Hash> seen;
  std::optional<base::Hash> previous;  // in its lane
  uint64_t sequence = 0;               // in its lane, first 1
  std::vector<std::string> audience;   // domains
  bool critical = false;
  bool newer_format = false;
  // One for each part, in order; nothing for one that is withheld.
  std::vector<std::optional<std::string>> parts;
};

// The order of the fold, as indices into `events`: causes first (`seen`,
// `previous`), then recorded-at, then event id. The same events give the same
// order, however they are arranged; of several with one id, the one with most
// parts is taken. A cause that is not held is no gap.
//
// An event whose audience does not contain that of another is never a cause of
// it, so own lanes do not move the shared events among themselves.
std::vector<size_t> Order(std::span<const FoldEvent> events);

}  // namespace sijill::casestate
