// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/notice/notice_period.h"

#include <algorithm>
#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "common/rules/time_limit.h"

namespace sijill::readmission {
namespace {

// Whose days a limit counts.
struct Days {
  absl::TimeZone zone;
  rules::Calendar calendar;
};

absl::StatusOr<Days> DaysOf(const rules::TimeLimit& limit,
                            const casestate::CaseState& state,
                            const decision::Context& context,
                            const decision::RulesInForce& rules) {
  if (limit.days_of == rules::TimeLimit::Side::kRequested) {
    return Days{rules.zone, rules.calendar};
  }
  const v1::Agency* agency = context.directory.FindAgency(
      casestate::HolderOf(state, v1::ROLE_REQUESTING));
  absl::TimeZone zone;
  if (agency == nullptr || !absl::LoadTimeZone(agency->time_zone(), &zone)) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "AGENCY_UNKNOWN",
                           "the registry names no time zone for the agency "
                           "that asks, whose days the rule counts");
  }
  ASSIGN_OR_RETURN(
      rules::Calendar calendar,
      context.book.FindCalendar(agency->calendar(), "", agency->state()));
  return Days{zone, std::move(calendar)};
}

// The first departure that can still be announced, for people and programs.
struct Earliest {
  std::string text;
  std::string value;
};

// A later departure never has an earlier deadline, and one that is far enough
// ahead is in time: a rule states at most 100 years, so the search ends.
absl::StatusOr<Earliest> FindEarliest(const rules::TimeLimit& limit,
                                      const Days& days, absl::Time now,
                                      absl::Time wanted) {
  if (limit.period.unit == rules::Unit::kHour) {
    // Up to the next second: what is shown must be in time.
    const absl::Time exact = now + absl::Hours(limit.period.amount);
    absl::Time second = absl::FromUnixSeconds(absl::ToUnixSeconds(exact));
    if (second < exact) second += absl::Seconds(1);
    return Earliest{
        base::StrCat(rules::ToText(absl::ToCivilDay(second, days.zone)), " ",
                     absl::FormatTime("%H:%M:%S", second, days.zone)),
        absl::FormatTime(absl::RFC3339_sec, second, days.zone)};
  }
  absl::CivilDay day = std::max(absl::ToCivilDay(wanted, days.zone),
                                absl::ToCivilDay(now, days.zone));
  for (;; ++day) {
    ASSIGN_OR_RETURN(
        const rules::Deadline deadline,
        rules::Due(limit, absl::FromCivil(absl::CivilSecond(day), days.zone),
                   days.zone, days.calendar));
    if (deadline.InTime(now)) break;
  }
  return Earliest{rules::ToText(day), absl::FormatCivilTime(day)};
}

}  // namespace

absl::StatusOr<absl::Time> RequireNotice(const casestate::CaseState& state,
                                         const decision::Context& context,
                                         const decision::RulesInForce& rules,
                                         absl::Time departs) {
  const rules::TimeLimit* limit =
      rules.rules.time_limit(rules::limit::kTransferNotice);
  if (limit == nullptr) return absl::InfiniteFuture();
  ASSIGN_OR_RETURN(const Days days, DaysOf(*limit, state, context, rules));
  ASSIGN_OR_RETURN(const rules::Deadline deadline,
                   rules::Due(*limit, departs, days.zone, days.calendar));
  if (deadline.InTime(context.now)) return deadline.due;
  ASSIGN_OR_RETURN(const Earliest earliest,
                   FindEarliest(*limit, days, context.now, departs));
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "NOTICE_TOO_SHORT",
      base::StrCat("a transfer is announced at least ",
                   rules::ToText(limit->period), " before the departure (",
                   limit->origin.Place(),
                   "): the earliest departure that can be announced now is ",
                   earliest.text, " (", days.zone.name(), ")"),
      {{"earliest_departure", earliest.value}});
}

}  // namespace sijill::readmission
