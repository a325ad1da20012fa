// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/identity_service.pb.h"

namespace sijill::identity {

// What the consulate found. It may find anew at any time: of the consulate the
// latest finding counts, and only a new one ends a contradiction with what the
// requested State says of nationality. That the two go together is nothing to
// be checked here; the fold keeps both facts and says so.
//
// Refusals: those of decision::RequireMayWrite(); INVALID_FIELDS, all at once,
// also for an established identity of a person who was not recognised;
// REASONS_REQUIRED for another finding than recognised without reasons;
// HOLD_IN_FORCE for a recognition under a hold of the own side.
absl::StatusOr<decision::Decision> RecordIdentityFinding(
    const casestate::CaseState& state,
    const v1::RecordIdentityFindingRequest& request,
    const decision::Context& context);

}  // namespace sijill::identity
