// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/record.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"

namespace sijill::readmission {

absl::Status RequireMaySpeak(const casestate::CaseState& state,
                             const decision::Actor& actor, v1::EventKind kind) {
  RETURN_IF_ERROR(decision::RequireOfficer(actor));
  RETURN_IF_ERROR(decision::RequireWriter(state, actor, kind));
  return decision::RequireInterpreted(state);
}

absl::StatusOr<const v1::Transfer*> FindNamedTransfer(
    const casestate::CaseState& state, std::string_view name) {
  const v1::Transfer* transfer = casestate::FindTransfer(state, name);
  if (transfer != nullptr) return transfer;
  return refusal::Refuse(absl::StatusCode::kNotFound, "TRANSFER_NOT_FOUND",
                         "no such transfer in the case");
}

absl::Status RequireNoneUnderWay(const casestate::CaseState& state) {
  if (casestate::TransferUnderWay(state) == nullptr) return absl::OkStatus();
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "TRANSFER_UNDER_WAY",
      "a transfer of the case is under way: cancel it, or record how it ended");
}

absl::Status TransferState(std::string why) {
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "TRANSFER_STATE", std::move(why));
}

}  // namespace sijill::readmission
