// SPDX-License-Identifier: Apache-2.0
// The rule sets and calendars that a node has loaded, and which of them hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rules/calendar.h"
#include "common/rules/layers.h"
#include "common/rules/rule_set.h"
#include "sijill/v1/common.pb.h"

namespace sijill::decision {

// What counts in one case.
struct RulesInForce {
  rules::Rules rules;
  v1::VersionReference reference;  // id "none" for Rules::None()
  rules::Calendar calendar;
  v1::VersionReference calendar_reference;
  absl::TimeZone zone;  // the requested agency's
};

// The identifier of consular cooperation without an agreed time limit.
inline constexpr std::string_view kNoRuleSet = "none";

// A value. Old versions stay in it while a retained case uses them.
class RuleBook {
 public:
  void Add(rules::RuleSet set) { sets_.push_back(std::move(set)); }
  void Add(rules::Calendar calendar) {
    calendars_.push_back(std::move(calendar));
  }
  const std::vector<rules::RuleSet>& sets() const { return sets_; }
  const std::vector<rules::Calendar>& calendars() const { return calendars_; }

  // The layers that hold for `scope` on `exchange` on `day`, newest version of
  // each. `wanted` names the agreement (or the lowest layer) to go by; empty:
  // whatever holds; it takes the place of others of its layer. "none": nothing
  // but the post's practice, which is no agreement but what the post asks for.
  // INVALID_ARGUMENT, reason RULE_SET_UNKNOWN, if `wanted` does not hold there.
  absl::StatusOr<rules::Rules> Resolve(const rules::Scope& scope,
                                       std::string_view wanted,
                                       std::string_view exchange,
                                       absl::CivilDay day) const;

  // The rules that a case names, whatever is newer. FAILED_PRECONDITION,
  // reason RULE_SET_UNKNOWN, if this node does not hold exactly these.
  absl::StatusOr<rules::Rules> Find(const v1::VersionReference& reference,
                                    const rules::Scope& scope) const;

  // The newest calendar of this id, or, given a digest, that one; a State's
  // first one if `id` is empty. FAILED_PRECONDITION, reason RULE_SET_UNKNOWN,
  // if there is none.
  absl::StatusOr<rules::Calendar> FindCalendar(std::string_view id,
                                               std::string_view digest,
                                               std::string_view state) const;

 private:
  std::vector<rules::RuleSet> sets_;
  std::vector<rules::Calendar> calendars_;
};

// How an event names resolved rules or a calendar.
v1::VersionReference ReferenceOf(const rules::Rules& rules);
v1::VersionReference ReferenceOf(const rules::Calendar& calendar);

}  // namespace sijill::decision
