// SPDX-License-Identifier: Apache-2.0
// The checks that decisions of several services begin with, in this order.
#pragma once

#include "absl/status/status.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"

namespace sijill::decision {

// The actor's agency has a role that writes `kind` in the case's procedure.
// PERMISSION_DENIED, reason ROLE_MISSING; FAILED_PRECONDITION, reason
// PROCEDURE_MISMATCH, if the procedure does not know the kind.
absl::Status RequireWriter(const casestate::CaseState& state,
                           const Actor& actor, v1::EventKind kind);

// Nothing critical is in the case that this node cannot read.
// FAILED_PRECONDITION, reason CASE_NOT_INTERPRETED.
absl::Status RequireInterpreted(const casestate::CaseState& state);

// The case goes on: neither withdrawn nor closed (FAILED_PRECONDITION, reason
// CASE_ENDED), and RequireInterpreted().
absl::Status RequireOpen(const casestate::CaseState& state);

// No safeguard hold of this side is in force. FAILED_PRECONDITION, reason
// HOLD_IN_FORCE. To be asked only in commands of the side that owns the hold.
absl::Status RequireNoHold(const casestate::CaseState& state);

// No late reply waits for its review: it blocks every step towards the
// transfer until the requesting State has said whether it acts on it.
// FAILED_PRECONDITION, reason LATE_REPLY_NOT_REVIEWED.
absl::Status RequireReplyReviewed(const casestate::CaseState& state);

// A person decides. PERMISSION_DENIED, reason OFFICER_REQUIRED.
absl::Status RequireOfficer(const Actor& actor);

// RequireOfficer(), RequireWriter() and RequireOpen().
absl::Status RequireMayWrite(const casestate::CaseState& state,
                             const Actor& actor, v1::EventKind kind);

}  // namespace sijill::decision
