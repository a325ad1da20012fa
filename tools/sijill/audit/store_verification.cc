// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/audit/store_verification.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/store_check.h"
#include "common/storage/store.h"
#include "tools/sijill/failure.h"

namespace sijill::cli {
namespace {

std::string LogName(ledger::LogKind log) {
  return log == ledger::LogKind::kShared ? "shared" : "own";
}

Report ToReport(const casefile::StoreReport& found) {
  Report report{{{"shared_entries", static_cast<int64_t>(found.shared_size)},
                 {"own_entries", static_cast<int64_t>(found.own_size)},
                 {"events", static_cast<int64_t>(found.events)},
                 {"lanes", static_cast<int64_t>(found.lanes)},
                 {"verified", found.sound()}},
                "findings",
                {"log", "index", "event", "what"},
                {}};
  for (const casefile::StoreFinding& finding : found.findings) {
    report.rows.push_back(
        {LogName(finding.log),
         finding.index ? std::to_string(*finding.index) : std::string("-"),
         finding.event_id ? finding.event_id->hex() : std::string("-"),
         finding.what});
  }
  return report;
}

}  // namespace

absl::Status VerifyStore(const std::string& directory, Session& session) {
  ASSIGN_OR_RETURN(const auto store,
                   storage::Store::Open(directory, {.read_only = true}));
  ASSIGN_OR_RETURN(const casefile::StoreReport found,
                   casefile::CheckStore(*store, {}));
  session.output().Print(ToReport(found));
  if (found.sound()) return absl::OkStatus();
  return DoesNotVerify(
      base::StrCat(found.findings.size(), " things in the store do not fit"));
}

}  // namespace sijill::cli
