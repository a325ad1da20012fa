// SPDX-License-Identifier: Apache-2.0
// That the person left, arrived, or was turned back at the border. Facts: a
// register that refuses what has happened is wrong about it. They are recorded
// under a hold, after a cancellation or an objection, and after the end of the
// case; the fold flags what ought not to have been.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

// Each: RequireMaySpeak(); INVALID_ARGUMENT for fields; NOT_FOUND
// (TRANSFER_NOT_FOUND); FAILED_PRECONDITION (TRANSFER_STATE) as said below, or
// if another transfer is under way: that is the one the person travels on.

// Decides whether the departure is recorded: once. It may come after the
// arrival, since nodes may be cut off from each other; then another transfer
// is no obstacle.
absl::StatusOr<decision::Decision> RecordDeparture(
    const casestate::CaseState& state,
    const v1::RecordDepartureRequest& request,
    const decision::Context& context);

// Decides whether the border's word that the person was admitted is recorded:
// once, and also after it had turned the person back. The departure need not
// be known here yet.
absl::StatusOr<decision::Decision> ConfirmArrival(
    const casestate::CaseState& state, const v1::ConfirmArrivalRequest& request,
    const decision::Context& context);

// Decides whether the border's word that the person was turned back is
// recorded: once, and not of somebody who was admitted. Without grounds:
// INVALID_ARGUMENT, reason GROUNDS_REQUIRED.
absl::StatusOr<decision::Decision> RefuseArrival(
    const casestate::CaseState& state, const v1::RefuseArrivalRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
