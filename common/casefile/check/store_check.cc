// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/store_check.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/check/beside_walk.h"
#include "common/casefile/check/event_walk.h"
#include "common/casefile/check/log_walk.h"

namespace sijill::casefile {

using ledger::LogKind;

std::string Describe(const StoreFinding& finding) {
  std::string text = check::NameOf(finding.log);
  if (finding.index) text += base::StrCat(", index ", *finding.index);
  if (finding.event_id) {
    text += base::StrCat(", event ", finding.event_id->hex());
  }
  return base::StrCat(text, ": ", finding.what);
}

absl::StatusOr<StoreReport> CheckStore(const storage::Reader& store,
                                       const StoreCheckOptions& options) {
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    RETURN_IF_ERROR(ledger::LogReader(store, log).Size().status());
  }
  StoreReport report;
  check::Tally tally;
  check::EventWalk events(store, options, report, tally);
  if (options.keys != nullptr) events.LearnKeys();
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    (log == LogKind::kShared ? report.shared_size : report.own_size) =
        check::WalkLog(
            store, log, options,
            [&](const ledger::LogEntry& entry) { events.Visit(log, entry); },
            report);
  }
  events.Finish();
  check::BesideWalk beside(store, options, report, tally);
  beside.Requests();
  beside.Peers();
  beside.Versions();
  beside.KeyStore();
  beside.Strangers();
  return report;
}

}  // namespace sijill::casefile
