// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/decline_and_revoke.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/travel_document/domain/document_lookup.h"
#include "services/travel_document/domain/fields.h"

namespace sijill::travel_document {

absl::StatusOr<decision::Decision> DeclineTravelDocument(
    const casestate::CaseState& state,
    const v1::DeclineTravelDocumentRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRAVEL_DOCUMENT_DECLINED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  refusal::FieldProblems problems;
  if (request.document_request().empty()) {
    problems.Add("document_request", "required");
  }
  CheckText(request.reasons(), kMaxText, "reasons", problems);
  CheckText(request.note(), kMaxText, "note", problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(RequireReasons(request.reasons()));
  RETURN_IF_ERROR(OpenRequest(state, request.document_request()).status());
  v1::TravelDocumentDeclined declined;
  declined.set_request_event(*EventIdOf(request.document_request()));
  declined.set_reasons(request.reasons());
  v1::OwnSideFile file;
  file.set_note(request.note());
  return decision::OneEvent(kKind, {&declined, &file});
}

absl::StatusOr<decision::Decision> RevokeTravelDocument(
    const casestate::CaseState& state,
    const v1::RevokeTravelDocumentRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRAVEL_DOCUMENT_REVOKED;
  RETURN_IF_ERROR(decision::RequireOfficer(context.actor));
  RETURN_IF_ERROR(decision::RequireWriter(state, context.actor, kKind));
  refusal::FieldProblems problems;
  if (request.travel_document().empty()) {
    problems.Add("travel_document", "required");
  }
  CheckText(request.reasons(), kMaxText, "reasons", problems);
  CheckText(request.note(), kMaxText, "note", problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(RequireReasons(request.reasons()));
  const v1::TravelDocument* document =
      casestate::FindTravelDocument(state, request.travel_document());
  if (document == nullptr) return DocumentNotFound();
  if (document->has_revoked()) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "DOCUMENT_STATE", "the document is revoked",
                           {{"event", document->revoked().event()}});
  }
  v1::TravelDocumentRevoked revoked;
  revoked.set_document_event(*EventIdOf(request.travel_document()));
  revoked.set_reasons(request.reasons());
  v1::OwnSideFile file;
  file.set_note(request.note());
  decision::Decision decided = decision::OneEvent(kKind, {&revoked, &file});
  decided.closes = true;
  return decided;
}

}  // namespace sijill::travel_document
