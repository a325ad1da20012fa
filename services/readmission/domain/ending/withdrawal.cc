// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/ending/withdrawal.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/fields.h"
#include "services/readmission/domain/transfer/record.h"

namespace sijill::readmission {

absl::StatusOr<decision::Decision> WithdrawRequest(
    const casestate::CaseState& state,
    const v1::WithdrawRequestRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_WITHDRAWN;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  RETURN_IF_ERROR(CheckNote(request.note()));
  RETURN_IF_ERROR(RequireNoneUnderWay(state));
  const v1::Withdrawn withdrawn;
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  decision::Decision decision = decision::OneEvent(kKind, {&withdrawn, &file});
  decision.closes = true;
  return decision;
}

}  // namespace sijill::readmission
