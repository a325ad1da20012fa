// SPDX-License-Identifier: Apache-2.0
// How long a travel document must be valid. Days are whole days, first and last
// included, in the time zone of the State that issues it.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/casestate/case_state.h"
#include "common/decision/rule_book.h"
#include "common/rules/calendar.h"
#include "common/rules/period.h"

namespace sijill::travel_document {

// The last of the days that `period` lasts if `first` is the first of them: six
// months from 1 January end on 30 June. Where the month is too short for the
// day, on its last: one month from 31 January ends on 28 February. Hours are
// rounded up to days.
absl::CivilDay LastDayOf(const rules::Period& period, absl::CivilDay first,
                         const rules::Calendar& calendar);

// The days of the person's journey: that of the request, and that of a transfer
// under way; the earliest departure and the latest arrival known.
struct JourneyDays {
  std::optional<absl::CivilDay> departs;
  std::optional<absl::CivilDay> arrives;
};
JourneyDays JourneyDaysOf(const casestate::CaseState& state,
                          const v1::DocumentRequestRecord& request,
                          absl::TimeZone zone);

// What a document for `first` to `last`, issued on `today`, must do:
//  - not be over (INVALID_FIELDS);
//  - hold from the day of departure at the latest (INVALID_FIELDS) to the day
//    of arrival (FAILED_PRECONDITION, DOCUMENT_EXPIRES_BEFORE_ARRIVAL);
//  - hold for what term::kDocumentMinValidity says, counted from the first day
//    on which it can be used (INVALID_FIELDS): a backdated one gains nothing.
absl::Status RequireValidity(absl::CivilDay first, absl::CivilDay last,
                             absl::CivilDay today, const JourneyDays& journey,
                             const decision::RulesInForce& force);

}  // namespace sijill::travel_document
