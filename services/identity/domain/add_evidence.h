// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/identity_service.pb.h"

namespace sijill::identity {

// Adds evidence, graded by the rules of the case for the day of the request
// (the grade of a means of evidence is that of the day it is relied on for,
// BL-KZ art. 5), with a copy from which metadata are cut (evidence_copy.h).
//
// Refusals: those of decision::RequireMayWrite(); INVALID_FIELDS, all at once;
// HOLD_IN_FORCE; RULE_SET_UNKNOWN or AGENCY_UNKNOWN if this node cannot read
// the rules of the case.
absl::StatusOr<decision::Decision> AddEvidence(
    const casestate::CaseState& state, const v1::AddEvidenceRequest& request,
    const decision::Context& context);

}  // namespace sijill::identity
