// SPDX-License-Identifier: Apache-2.0
// The requested State's reply. One that comes late is a fact and is recorded:
// a late "not our national" must reach those who are about to put somebody on
// a flight.
#pragma once

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

// Both: PERMISSION_DENIED and FAILED_PRECONDITION as
// decision::RequireMayWrite(); INVALID_ARGUMENT with every field that is wrong;
// FAILED_PRECONDITION, ALREADY_ANSWERED, if the standing reply says the same
// (another one takes its place), and RULE_SET_UNKNOWN.

// Agrees to readmit; not under a hold of the requested State's own side
// (HOLD_IN_FORCE), which a refusal passes. Without a last day of arrival, that
// of the rules' transfer window, counted from today, if they state one.
absl::StatusOr<decision::Decision> ApproveReadmission(
    const casestate::CaseState& state,
    const v1::ApproveReadmissionRequest& request,
    const decision::Context& context);

// Refuses to readmit. INVALID_ARGUMENT, GROUNDS_REQUIRED, if there is no
// ground.
absl::StatusOr<decision::Decision> RefuseReadmission(
    const casestate::CaseState& state,
    const v1::RefuseReadmissionRequest& request,
    const decision::Context& context);

// Says whether the requesting State acts on a late reply. FAILED_PRECONDITION
// besides: NO_LATE_REPLY, if none waits for review; HOLD_IN_FORCE, if it is to
// be acted on.
absl::StatusOr<decision::Decision> ReviewLateReply(
    const casestate::CaseState& state,
    const v1::ReviewLateReplyRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
