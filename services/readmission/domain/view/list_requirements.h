// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_reads.pb.h"

namespace sijill::readmission {

// What the rules ask of the form of a case that is open.
// FAILED_PRECONDITION, RULE_SET_UNKNOWN.
absl::StatusOr<v1::ListRequirementsResponse> RequirementsOf(
    const casestate::CaseState& state, const decision::Context& context);

// What they would ask of a case that the actor's agency opens as the request
// says. INVALID_ARGUMENT with every field that is wrong, or AGENCY_UNKNOWN;
// FAILED_PRECONDITION, RULE_SET_UNKNOWN.
absl::StatusOr<v1::ListRequirementsResponse> RequirementsFor(
    const v1::ListRequirementsRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
