// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/place.h"

#include "common/base/text.h"

namespace sijill::casefile::check {

void CountKeys(const storage::Reader& store, ledger::LogKind log,
               std::string_view letter, uint64_t expected, const char* what,
               StoreReport& report) {
  uint64_t count = 0;
  const absl::Status status = storage::ScanPrefix(
      store, base::StrCat(ledger::Prefix(log), letter),
      [&](std::string_view, std::string_view) { return ++count != 0; });
  if (status.ok() && count == expected) return;
  Found(report, log, status.ok() ? what : "its keys cannot be read");
}

}  // namespace sijill::casefile::check
