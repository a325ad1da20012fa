// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/validity.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "services/travel_document/domain/fields.h"

namespace sijill::travel_document {
namespace {

absl::CivilDay MonthsFrom(absl::CivilDay first, int months) {
  const absl::CivilDay same_day = rules::AddMonths(first, months);
  return same_day.day() == first.day() ? same_day - 1 : same_day;
}

void Include(const v1::Journey& journey, absl::TimeZone zone,
             JourneyDays& days) {
  if (journey.has_departs_at()) {
    if (const auto at = InstantOf(journey.departs_at())) {
      const absl::CivilDay day = absl::ToCivilDay(*at, zone);
      days.departs = std::min(days.departs.value_or(day), day);
    }
  }
  if (journey.has_arrives_at()) {
    if (const auto at = InstantOf(journey.arrives_at())) {
      const absl::CivilDay day = absl::ToCivilDay(*at, zone);
      days.arrives = std::max(days.arrives.value_or(day), day);
    }
  }
}

}  // namespace

absl::CivilDay LastDayOf(const rules::Period& period, absl::CivilDay first,
                         const rules::Calendar& calendar) {
  constexpr int kHoursPerDay = 24;
  constexpr int kDaysPerWeek = 7;
  constexpr int kMonthsPerYear = 12;
  const int n = period.amount;
  switch (period.unit) {
    case rules::Unit::kHour:
      return first + (n + kHoursPerDay - 1) / kHoursPerDay - 1;
    case rules::Unit::kCalendarDay:
      return first + n - 1;
    case rules::Unit::kWorkingDay:
      return calendar.AddWorkingDays(first - 1, n);
    case rules::Unit::kWeek:
      return first + kDaysPerWeek * n - 1;
    case rules::Unit::kMonth:
      return MonthsFrom(first, n);
    case rules::Unit::kYear:
      return MonthsFrom(first, kMonthsPerYear * n);
  }
  return first;
}

JourneyDays JourneyDaysOf(const casestate::CaseState& state,
                          const v1::DocumentRequestRecord& request,
                          absl::TimeZone zone) {
  JourneyDays days;
  Include(request.planned_journey(), zone, days);
  if (const v1::Transfer* transfer = casestate::TransferUnderWay(state)) {
    Include(transfer->notice().journey(), zone, days);
  }
  return days;
}

absl::Status RequireValidity(absl::CivilDay first, absl::CivilDay last,
                             absl::CivilDay today, const JourneyDays& journey,
                             const decision::RulesInForce& force) {
  refusal::FieldProblems problems;
  if (last < today) problems.Add("valid_until", "has passed");
  if (journey.departs && first > *journey.departs) {
    problems.Add("valid_from", "after the planned departure");
  }
  const auto least = force.rules.PeriodOf(rules::term::kDocumentMinValidity);
  if (least &&
      last < LastDayOf(*least, std::max(first, today), force.calendar)) {
    const rules::Term& term =
        *force.rules.FindTerm(rules::term::kDocumentMinValidity);
    problems.Add("valid_until",
                 base::StrCat("valid for at least ", rules::ToText(*least),
                              ", ", term.origin.Place()));
  }
  if (journey.arrives && last < *journey.arrives) {
    return refusal::Refuse(
        absl::StatusCode::kFailedPrecondition,
        "DOCUMENT_EXPIRES_BEFORE_ARRIVAL",
        "the last day of validity is before the day of the planned arrival",
        {{"field", "valid_until"}});
  }
  return problems.status();
}

}  // namespace sijill::travel_document
