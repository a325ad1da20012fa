// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/ending/closing.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/fields.h"
#include "services/readmission/domain/transfer/record.h"

namespace sijill::readmission {

absl::StatusOr<decision::Decision> CloseCase(
    const casestate::CaseState& state, const v1::CloseCaseRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_CLOSED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  RETURN_IF_ERROR(CheckNote(request.note()));
  RETURN_IF_ERROR(RequireNoneUnderWay(state));
  const v1::Closed closed;
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  return decision::OneEvent(kKind, {&closed, &file});
}

}  // namespace sijill::readmission
