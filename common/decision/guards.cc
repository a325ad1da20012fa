// SPDX-License-Identifier: Apache-2.0
#include "common/decision/guards.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/refusal/refusal.h"

namespace sijill::decision {

absl::Status RequireWriter(const casestate::CaseState& state,
                           const Actor& actor, v1::EventKind kind) {
  const casestate::Kind* known =
      casestate::FindKind(static_cast<uint32_t>(kind));
  const auto roles = known->Writers(state.shared.procedure());
  if (roles.empty()) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "PROCEDURE_MISMATCH",
                           "the case's procedure has no such step");
  }
  for (const v1::Role role : roles) {
    const bool holds =
        role == v1::ROLE_PARTY
            ? casestate::TakesPart(state, actor.agency.str())
            : casestate::HolderOf(state, role) == actor.agency.str();
    if (holds) return absl::OkStatus();
  }
  return refusal::Refuse(
      absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
      "the agency has no role in this case that may do this");
}

absl::Status RequireInterpreted(const casestate::CaseState& state) {
  if (!state.undecidable()) return absl::OkStatus();
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "CASE_NOT_INTERPRETED",
      "the case holds a decisive event that this version of the node cannot "
      "read: upgrade it");
}

absl::Status RequireOpen(const casestate::CaseState& state) {
  if (state.ended()) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition, "CASE_ENDED",
                           "the case was withdrawn or closed");
  }
  return RequireInterpreted(state);
}

absl::Status RequireNoHold(const casestate::CaseState& state) {
  if (!state.own.hold_in_force()) return absl::OkStatus();
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "HOLD_IN_FORCE",
      "a safeguard hold of your own side is in force: only a second person of "
      "the office that placed it can release it");
}

absl::Status RequireReplyReviewed(const casestate::CaseState& state) {
  if (!casestate::ReplyAwaitsReview(state)) return absl::OkStatus();
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "LATE_REPLY_NOT_REVIEWED",
                         "the reply came late: the requesting State must first "
                         "say whether it acts on it",
                         {{"event", state.shared.reply().fact().event()}});
}

absl::Status RequireOfficer(const Actor& actor) {
  if (!actor.officer.empty()) return absl::OkStatus();
  return refusal::Refuse(
      absl::StatusCode::kPermissionDenied, "OFFICER_REQUIRED",
      "a decision about a person is made by an officer: call with an officer's "
      "certificate, or name one if the registry lets your system do so");
}

absl::Status RequireMayWrite(const casestate::CaseState& state,
                             const Actor& actor, v1::EventKind kind) {
  RETURN_IF_ERROR(RequireOfficer(actor));
  RETURN_IF_ERROR(RequireWriter(state, actor, kind));
  return RequireOpen(state);
}

}  // namespace sijill::decision
