// SPDX-License-Identifier: Apache-2.0
// The requesting State announces when and how the person comes.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

// Decides whether a transfer may be announced. Days are those of the requested
// State. decision::RequireMayWrite(); then INVALID_ARGUMENT with every problem
// of the fields; then FAILED_PRECONDITION, in this order:
//
//   HOLD_IN_FORCE            a safeguard hold of the own side
//   TRANSFER_UNDER_WAY       one transfer at a time
//   GATE_MISSING             no return decision is declared
//   LATE_REPLY_NOT_REVIEWED  a late reply blocks transfer until it is
//   NO_APPROVAL              none, refused, set aside, or used by an arrival
//   IDENTITY_CONTRADICTED    until a new finding
//   APPROVAL_EXPIRED         its last day is before the day of arrival
//   NO_VALID_DOCUMENT        none is named; or it is not of the case, was
//                            revoked, is flagged, or is not valid yet
//   DOCUMENT_EXPIRES_BEFORE_ARRIVAL
//   NOTICE_TOO_SHORT         see RequireNotice()
//
// and RULE_SET_UNKNOWN, AGENCY_UNKNOWN as decision::RulesOf(). The decision
// holds until the notice would be too short.
absl::StatusOr<decision::Decision> NotifyTransfer(
    const casestate::CaseState& state, const v1::NotifyTransferRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
