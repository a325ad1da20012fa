// SPDX-License-Identifier: Apache-2.0
// How long before a departure it must be announced.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"

namespace sijill::readmission {

// The instant from which on it is too late to announce a departure at
// `departs` (InfiniteFuture() if the rules ask for no notice): the limit
// `transfer_notice`, counted backwards from the departure.
//
// FAILED_PRECONDITION, reason NOTICE_TOO_SHORT, if context.now is not before
// it: the text says the rule and the first day (for a limit in hours, the
// first instant) of departure that can still be announced; metadata
// `earliest_departure` has it as YYYY-MM-DD, or to the second with its offset.
// RULE_SET_UNKNOWN or AGENCY_UNKNOWN as decision::RulesOf(), for the calendar
// of the side whose days count.
absl::StatusOr<absl::Time> RequireNotice(const casestate::CaseState& state,
                                         const decision::Context& context,
                                         const decision::RulesInForce& rules,
                                         absl::Time departs);

}  // namespace sijill::readmission
