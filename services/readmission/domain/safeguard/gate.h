// SPDX-License-Identifier: Apache-2.0
// What an officer declares before the other side is asked.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_safeguards.pb.h"

namespace sijill::readmission {

// Decides whether the declaration is recorded, in the own lane. It may be made
// again: each stands with its day and reference.
//
// decision::RequireMayWrite(); INVALID_ARGUMENT for fields: the kind, and a
// day of the decision that has begun somewhere on earth.
absl::StatusOr<decision::Decision> RecordGate(
    const casestate::CaseState& state, const v1::RecordGateRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
