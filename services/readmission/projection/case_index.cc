// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/projection/case_index.h"

#include <algorithm>
#include <memory>

#include "common/base/status_macros.h"
#include "common/command/case_access.h"
#include "common/command/receipts.h"
#include "common/decision/decision.h"
#include "google/protobuf/util/time_util.h"
#include "services/readmission/domain/view/case_deadlines.h"

namespace sijill::readmission {
namespace {

v1::CaseSummary SummaryOf(const command::LoadedCase& loaded) {
  const v1::Case& shared = loaded.state().shared;
  v1::CaseSummary summary;
  summary.set_name(shared.name());
  summary.set_procedure(shared.procedure());
  summary.set_status(shared.status());
  *summary.mutable_contradictions() = shared.contradictions();
  *summary.mutable_participants() = shared.participants();
  summary.mutable_participants()->MergeFrom(loaded.state().own.participants());
  *summary.mutable_opened_at() = shared.opened().recorded_at();
  uint64_t latest = 0;
  for (const casestate::FoldEvent& event : loaded.events()) {
    latest = std::max(latest, event.recorded_at);
  }
  *summary.mutable_updated_at() = command::ToTimestamp(latest);
  return summary;
}

std::vector<v1::Deadline> DeadlinesFor(const command::Office& office,
                                       const casestate::CaseState& state,
                                       const decision::Directory& directory) {
  const decision::Actor node = {
      .agency = base::AgencyName::Node(office.casefile.domain())};
  const auto rules =
      decision::RulesOf(state, {.now = office.clock.Now(),
                                .exchange = office.casefile.exchange(),
                                .actor = node,
                                .directory = directory,
                                .book = office.book});
  if (!rules.ok()) return {};
  return DeadlinesOf(state, *rules);
}

}  // namespace

CaseIndex::Position CaseIndex::PositionOf(const CaseLine& line) {
  return {.opened_at = static_cast<uint64_t>(
              google::protobuf::util::TimeUtil::TimestampToMicroseconds(
                  line.summary.opened_at())),
          .name = line.summary.name()};
}

absl::StatusOr<CaseIndex::Page> CaseIndex::List(
    const std::optional<Position>& after, size_t most,
    absl::FunctionRef<bool(const CaseLine&)> wanted) {
  const base::MutexLock lock(mu_);
  RETURN_IF_ERROR(Refresh());
  Page page;
  auto at = after ? lines_.upper_bound(*after) : lines_.begin();
  for (; at != lines_.end(); ++at) {
    if (!wanted(at->second)) continue;
    if (page.lines.size() == most) {
      page.next_after = PositionOf(page.lines.back());
      break;
    }
    page.lines.push_back(at->second);
  }
  return page;
}

absl::Status CaseIndex::Refresh() {
  const auto directory = office_.directory.Current();
  // Sizes first: what is written meanwhile is looked at again next time.
  Freshness now{.registry = directory->version};
  ASSIGN_OR_RETURN(now.shared_size,
                   office_.casefile.Log(ledger::LogKind::kShared)->Size());
  ASSIGN_OR_RETURN(now.own_size,
                   office_.casefile.Log(ledger::LogKind::kOwn)->Size());
  if (fresh_ == now) return absl::OkStatus();
  // Time zones, calendars and so the limits may have changed.
  const bool all = !fresh_ || fresh_->registry != now.registry;
  ASSIGN_OR_RETURN(const auto versions, office_.casefile.CaseVersions());
  for (const auto& [stream, version] : versions) {
    const auto known = known_.find(stream);
    if (!all && known != known_.end() &&
        known->second.guard_version == version) {
      continue;
    }
    RETURN_IF_ERROR(FoldAgain(stream, version, *directory));
  }
  fresh_ = now;
  return absl::OkStatus();
}

absl::Status CaseIndex::FoldAgain(const base::StreamName& stream,
                                  uint64_t guard_version,
                                  const decision::Directory& directory) {
  // A list folds every case; what it folds was not asked for by anybody.
  const auto loaded =
      command::LoadCase(office_, stream.str(), command::CaseCache::Keep::kNo);
  if (!loaded.ok() && !absl::IsNotFound(loaded.status())) {
    return loaded.status();
  }
  Known& known = known_[stream];
  if (known.place) lines_.erase(*known.place);
  // What was loaded may be newer than the version seen: then it is folded once
  // more, never once too few.
  known = {.guard_version = guard_version};
  if (!loaded.ok()) return absl::OkStatus();
  CaseLine line{.summary = SummaryOf(*loaded),
                .deadlines = DeadlinesFor(office_, loaded->state(), directory)};
  known.place = PositionOf(line);
  lines_.insert_or_assign(*known.place, std::move(line));
  return absl::OkStatus();
}

}  // namespace sijill::readmission
