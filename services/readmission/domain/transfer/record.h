// SPDX-License-Identifier: Apache-2.0
// A transfer that a command names, and who may speak of it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"

namespace sijill::readmission {

// An officer of a role that writes `kind` asks, in a case whose events this
// node can read. Unlike decision::RequireMayWrite() it lets a case have ended:
// what is said of a transfer crosses the end of its case. PERMISSION_DENIED
// (OFFICER_REQUIRED, ROLE_MISSING); FAILED_PRECONDITION (PROCEDURE_MISMATCH,
// CASE_NOT_INTERPRETED).
absl::Status RequireMaySpeak(const casestate::CaseState& state,
                             const decision::Actor& actor, v1::EventKind kind);

// The transfer named "cases/{case}/events/{event}". Valid as long as `state`.
// NOT_FOUND, reason TRANSFER_NOT_FOUND.
absl::StatusOr<const v1::Transfer*> FindNamedTransfer(
    const casestate::CaseState& state, std::string_view name);

// No transfer of the case is under way. FAILED_PRECONDITION, reason
// TRANSFER_UNDER_WAY.
absl::Status RequireNoneUnderWay(const casestate::CaseState& state);

// FAILED_PRECONDITION, reason TRANSFER_STATE; `why` is a sentence.
absl::Status TransferState(std::string why);

}  // namespace sijill::readmission
