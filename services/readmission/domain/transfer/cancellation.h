// SPDX-License-Identifier: Apache-2.0
// The requesting State takes back what it announced.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

// Decides whether the announced transfer is cancelled. TransferCancelled has
// no field for a reason: a hold, a court and a missed train read the same to
// the other side. Allowed under a hold and after the end of the case.
//
// RequireMaySpeak(); INVALID_ARGUMENT for fields; NOT_FOUND
// (TRANSFER_NOT_FOUND); FAILED_PRECONDITION (TRANSFER_STATE) if it no longer
// stands or the person has left.
absl::StatusOr<decision::Decision> CancelTransfer(
    const casestate::CaseState& state, const v1::CancelTransferRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
