// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

// Sends the completed form after the request was returned. Judged by the rules
// that the case names, whatever is newer.
//
// PERMISSION_DENIED and FAILED_PRECONDITION as decision::RequireMayWrite();
// INVALID_ARGUMENT with every field that is wrong; FAILED_PRECONDITION:
// HOLD_IN_FORCE, NOT_INCOMPLETE, RULE_SET_UNKNOWN, FORM_INCOMPLETE.
absl::StatusOr<decision::Decision> CompleteRequest(
    const casestate::CaseState& state,
    const v1::CompleteRequestRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
