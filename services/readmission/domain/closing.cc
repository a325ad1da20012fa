// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/closing.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/transfer_fields.h"
#include "services/readmission/domain/transfer_record.h"

namespace sijill::readmission {

absl::StatusOr<decision::Decision> CloseCase(
    const casestate::CaseState& state, const decision::Context& context,
    const v1::CloseCaseRequest& request) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_CLOSED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  refusal::FieldProblems problems;
  CheckKnown(request, problems);
  CheckText("note", request.note(), kMaxText, Presence::kOptional, problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(RequireNoneUnderWay(state));
  const v1::Closed closed;
  const v1::OwnSideFile file = OwnSideNote(request.note());
  return decision::OneEvent(kKind, {&closed, &file});
}

}  // namespace sijill::readmission
