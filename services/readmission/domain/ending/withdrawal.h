// SPDX-License-Identifier: Apache-2.0
// The opener no longer asks.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

// Decides whether the request is withdrawn. Withdrawn has no field for a
// reason. Allowed under a hold.
//
// decision::RequireMayWrite(); INVALID_ARGUMENT for fields;
// FAILED_PRECONDITION (TRANSFER_UNDER_WAY): cancel it first, or record how it
// ended.
absl::StatusOr<decision::Decision> WithdrawRequest(
    const casestate::CaseState& state,
    const v1::WithdrawRequestRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
