// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/record_identity_finding.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/decision/text_fields.h"
#include "common/refusal/refusal.h"
#include "services/identity/domain/form_fields.h"
#include "sijill/v1/events.pb.h"

namespace sijill::identity {

absl::StatusOr<decision::Decision> RecordIdentityFinding(
    const casestate::CaseState& state,
    const v1::RecordIdentityFindingRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_IDENTITY_FINDING;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  const bool recognised = request.result() == v1::FINDING_RESULT_RECOGNISED;
  refusal::FieldProblems problems;
  if (request.result() == v1::FINDING_RESULT_UNSPECIFIED ||
      !v1::FindingResult_IsValid(request.result())) {
    problems.Add("result", "required");
  }
  decision::CheckText(request.reasons(), decision::kMaxRemark, "reasons",
                      problems);
  decision::CheckText(request.note(), decision::kMaxRemark, "note", problems);
  if (request.has_established_person()) {
    if (!recognised) {
      problems.Add("established_person", "only of a person who was recognised");
    }
    CheckPerson(request.established_person(), context.now, "established_person",
                problems);
  }
  RETURN_IF_ERROR(problems.status());
  if (!recognised && decision::IsBlank(request.reasons())) {
    return refusal::Refuse(absl::StatusCode::kInvalidArgument,
                           "REASONS_REQUIRED",
                           "a finding other than recognised states its reasons",
                           {{"field", "reasons"}});
  }
  // It opens the way to a document; every other finding closes it.
  if (recognised) RETURN_IF_ERROR(decision::RequireNoHold(state));
  v1::IdentityFinding finding;
  finding.set_result(request.result());
  finding.set_reasons(request.reasons());
  if (request.has_established_person()) {
    *finding.mutable_established_person() = request.established_person();
  }
  v1::OwnSideFile file;
  file.set_note(request.note());
  return decision::OneEvent(kKind, {&finding, &file});
}

}  // namespace sijill::identity
