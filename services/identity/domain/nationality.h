// SPDX-License-Identifier: Apache-2.0
// The requested State's word on nationality: another fact than the consulate's
// finding, by another role.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/identity_service.pb.h"

namespace sijill::identity {

// Both: of the requested State the latest word counts, so it may say the
// opposite of what it said; ALREADY_ANSWERED if the same already stands. A word
// that contradicts the finding is taken: the fold keeps both and says so.
// Refusals besides: those of decision::RequireMayWrite(); INVALID_FIELDS.

// HOLD_IN_FORCE under a hold of the own side, which a denial passes.
absl::StatusOr<decision::Decision> ConfirmNationality(
    const casestate::CaseState& state,
    const v1::ConfirmNationalityRequest& request,
    const decision::Context& context);

// REASONS_REQUIRED without reasons.
absl::StatusOr<decision::Decision> DenyNationality(
    const casestate::CaseState& state,
    const v1::DenyNationalityRequest& request,
    const decision::Context& context);

}  // namespace sijill::identity
