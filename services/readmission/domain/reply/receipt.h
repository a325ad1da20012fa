// SPDX-License-Identifier: Apache-2.0
// What the requested side says of a request before it replies.
#pragma once

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

// Confirms that the request is in hand. A system may do it: it decides nothing
// about the person. PERMISSION_DENIED, ROLE_MISSING; FAILED_PRECONDITION as
// decision::RequireOpen() and RequireWriter(), and ALREADY_ANSWERED.
absl::StatusOr<decision::Decision> ConfirmReceipt(
    const casestate::CaseState& state, const decision::Context& context);

// Returns the request. PERMISSION_DENIED and FAILED_PRECONDITION as
// decision::RequireMayWrite(); INVALID_ARGUMENT with every field that is
// wrong; FAILED_PRECONDITION, ALREADY_ANSWERED, if it was returned and not
// completed since, or a reply stands.
absl::StatusOr<decision::Decision> ReturnAsIncomplete(
    const casestate::CaseState& state,
    const v1::ReturnAsIncompleteRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
