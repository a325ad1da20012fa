// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/nationality.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/decision/text_fields.h"
#include "common/refusal/refusal.h"
#include "sijill/v1/events.pb.h"

namespace sijill::identity {
namespace {

absl::Status RequireNews(const casestate::CaseState& state, bool confirmed) {
  const v1::Case& shared = state.shared;
  if (!shared.has_nationality() ||
      shared.nationality().confirmed() != confirmed) {
    return absl::OkStatus();
  }
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                         "ALREADY_ANSWERED",
                         "the requested State has said so already",
                         {{"event", shared.nationality().fact().event()}});
}

}  // namespace

absl::StatusOr<decision::Decision> ConfirmNationality(
    const casestate::CaseState& state,
    const v1::ConfirmNationalityRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_NATIONALITY_CONFIRMED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  refusal::FieldProblems problems;
  decision::CheckText(request.note(), decision::kMaxRemark, "note", problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  RETURN_IF_ERROR(RequireNews(state, true));
  const v1::NationalityConfirmed confirmed;
  v1::OwnSideFile file;
  file.set_note(request.note());
  return decision::OneEvent(kKind, {&confirmed, &file});
}

absl::StatusOr<decision::Decision> DenyNationality(
    const casestate::CaseState& state,
    const v1::DenyNationalityRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_NATIONALITY_DENIED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  refusal::FieldProblems problems;
  decision::CheckText(request.reasons(), decision::kMaxRemark, "reasons",
                      problems);
  decision::CheckText(request.note(), decision::kMaxRemark, "note", problems);
  RETURN_IF_ERROR(problems.status());
  if (decision::IsBlank(request.reasons())) {
    return refusal::Refuse(
        absl::StatusCode::kInvalidArgument, "REASONS_REQUIRED",
        "a denial of nationality states its reasons", {{"field", "reasons"}});
  }
  RETURN_IF_ERROR(RequireNews(state, false));
  v1::NationalityDenied denied;
  denied.set_reasons(request.reasons());
  v1::OwnSideFile file;
  file.set_note(request.note());
  return decision::OneEvent(kKind, {&denied, &file});
}

}  // namespace sijill::identity
