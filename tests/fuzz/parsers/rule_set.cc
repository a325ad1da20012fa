// SPDX-License-Identifier: Apache-2.0
#include "common/rules/rule_set.h"

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rules/calendar.h"
#include "common/rules/layers.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

const rules::Calendar& Working() {
  static const rules::Calendar* const calendar = new rules::Calendar(
      *rules::ParseCalendar(FilesIn("deploy/rules/calendars", ".json")[0]));
  return *calendar;
}

// Every limit that a rule set may state can be counted.
void CheckLimit(const rules::TimeLimit& limit) {
  Require(limit.period.InBounds(), "a period is in its bounds");
  const absl::Time start = absl::FromUnixSeconds(1'790'000'000);
  const auto due = rules::Due(limit, start, absl::UTCTimeZone(), Working());
  Require(due.ok(), "a limit comes to an end");
  Require((due->due >= start) != rules::CountsBackwards(limit.start) ||
              due->due == start,
          "a limit ends on its side of its start");
  Require(base::IsUtf8(rules::Explain(limit, *due)), "it can be explained");
  // The ends of time are refused or counted, never run over.
  for (const absl::Time at :
       {absl::UnixEpoch(), absl::InfiniteFuture(), absl::InfinitePast(),
        absl::FromUnixSeconds(253'402'300'799)}) {
    const auto edge = rules::Due(limit, at, absl::UTCTimeZone(), Working());
    if (!edge.ok()) RequireInvalid(edge.status(), "a start is refused");
  }
}

}  // namespace

Inputs RuleSetSeeds() { return FilesIn("deploy/rules", ".json"); }

void FuzzRuleSet(std::string_view bytes) {
  const auto set = rules::ParseRuleSet(bytes);
  if (!set.ok()) {
    return RequireInvalid(set.status(), "a rule set is refused as invalid");
  }
  Require(set->digest == base::Sha256({bytes}), "its digest is its bytes'");
  Require(set->version >= 1 && !set->id.empty() && !set->title.empty(),
          "it is named");
  Require(base::IsUtf8(bytes), "it is UTF-8");
  for (const rules::TimeLimit& limit : set->time_limits) CheckLimit(limit);
  const absl::CivilDay day(2026, 11, 28);
  const bool live = set->AppliesOn("exchange.example", day);
  Require(!live || (set->validity.in_force &&
                    set->validity.in_force->origin.verified),
          "only what is verified applies outside of exercises");
  Require(set->AppliesOn("training.example", day), "exercises take any");
  const auto resolved = rules::Rules::Resolve(
      std::span(&*set, 1),
      {.procedure = *set->procedures.begin(),
       .requesting = set->corridors.requesting.front(),
       .requested = set->corridors.requested.front(),
       .post = set->posts.empty() ? "" : *set->posts.begin()});
  if (!resolved.ok()) {
    RequireInvalid(resolved.status(), "rules that do not fit are refused");
  }
}

}  // namespace sijill::fuzz
