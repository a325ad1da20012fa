// SPDX-License-Identifier: Apache-2.0
// What the requested State says to the notice of a transfer.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

// Decides whether the requested State is ready for the transfer. It opens the
// way, so a hold of the requested State's own side stops it; one of the other
// side is not known here.
//
// RequireMaySpeak(); NOT_FOUND (TRANSFER_NOT_FOUND); FAILED_PRECONDITION
// (TRANSFER_STATE) if it was answered, cancelled or carried out, or the case
// has ended; FAILED_PRECONDITION (HOLD_IN_FORCE, LATE_REPLY_NOT_REVIEWED).
absl::StatusOr<decision::Decision> AcknowledgeTransfer(
    const casestate::CaseState& state,
    const v1::AcknowledgeTransferRequest& request,
    const decision::Context& context);

// Decides whether the requested State's objection to date, place or means is
// recorded. It may follow an acknowledgement; then another notice is needed.
//
// RequireMaySpeak(); INVALID_ARGUMENT for fields; NOT_FOUND
// (TRANSFER_NOT_FOUND); FAILED_PRECONDITION (TRANSFER_STATE) if it no longer
// stands or the person has left.
absl::StatusOr<decision::Decision> ObjectToTransfer(
    const casestate::CaseState& state,
    const v1::ObjectToTransferRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
