// SPDX-License-Identifier: Apache-2.0
// Where a finding of CheckStore() is.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "common/base/fixed_bytes.h"
#include "common/casefile/check/store_check.h"
#include "common/ledger/log_kind.h"

namespace sijill::casefile::check {

// The event behind an entry.
struct Place {
  ledger::LogKind log = ledger::LogKind::kShared;
  uint64_t index = 0;
  base::Hash id;
};

inline void Found(StoreReport& report, const Place& place, std::string what) {
  report.Add({.log = place.log,
              .index = place.index,
              .event_id = place.id,
              .what = std::move(what)});
}

// One that is not of a single event.
inline void Found(StoreReport& report, ledger::LogKind log, std::string what) {
  report.Add(
      {.log = log, .index = {}, .event_id = {}, .what = std::move(what)});
}

// How many keys of a log begin with `letter`: a finding unless `expected`.
void CountKeys(const storage::Reader& store, ledger::LogKind log,
               std::string_view letter, uint64_t expected, const char* what,
               StoreReport& report);

}  // namespace sijill::casefile::check
