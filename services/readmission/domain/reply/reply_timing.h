// SPDX-License-Identifier: Apache-2.0
// What approvals and refusals share.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/casestate/case_state.h"
#include "common/decision/rule_book.h"
#include "sijill/v1/events.pb.h"

namespace sijill::readmission {

// Writes when a reply given at `now` was due and whether it is late, and
// returns the next instant at which time alone would change that: a reply
// recorded at the end of the limit or later is late.
absl::Time SetTiming(const casestate::CaseState& state,
                     const decision::RulesInForce& rules, absl::Time now,
                     v1::ReplyTiming& timing);

// 24:00 of the day in which `now` is.
absl::Time EndOfDay(absl::Time now, absl::TimeZone zone);

// The reply that stands, or nullptr: a late one that the requesting State does
// not act on is as none. Valid as long as `state`.
const v1::Reply* StandingReply(const casestate::CaseState& state);

// FAILED_PRECONDITION, reason ALREADY_ANSWERED.
absl::Status AlreadyAnswered();

}  // namespace sijill::readmission
