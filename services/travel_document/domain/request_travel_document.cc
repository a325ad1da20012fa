// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/request_travel_document.h"

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/decision/text_fields.h"
#include "services/travel_document/domain/fields.h"

namespace sijill::travel_document {

absl::StatusOr<decision::Decision> RequestTravelDocument(
    const casestate::CaseState& state,
    const v1::RequestTravelDocumentRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  const v1::Journey& journey = request.planned_journey();
  absl::Time valid_until = absl::InfiniteFuture();
  refusal::FieldProblems problems;
  if (request.has_planned_journey()) {
    CheckJourney(journey, "planned_journey", problems);
    if (journey.has_arrives_at()) {
      valid_until = InstantOf(journey.arrives_at()).value_or(valid_until);
    }
    if (context.now >= valid_until) {
      problems.Add("planned_journey.arrives_at", "has passed");
    }
  }
  decision::CheckText(request.note(), decision::kMaxRemark, "note", problems);
  RETURN_IF_ERROR(problems.status());
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  RETURN_IF_ERROR(decision::RequireReplyReviewed(state));
  ASSIGN_OR_RETURN(const decision::RulesInForce force,
                   decision::RulesOf(state, context));
  if (force.rules.Flag(rules::term::kDocumentNeedsJourney) &&
      decision::IsBlank(journey.carrier_reference())) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "JOURNEY_REQUIRED",
                           "this post issues a travel document only for a "
                           "journey whose flight, train or ship is known",
                           {{"field", "planned_journey.carrier_reference"}});
  }
  v1::TravelDocumentRequested requested;
  if (request.has_planned_journey()) {
    *requested.mutable_planned_journey() = journey;
  }
  v1::OwnSideFile file;
  file.set_note(request.note());
  decision::Decision decided = decision::OneEvent(kKind, {&requested, &file});
  decided.valid_until = valid_until;
  return decided;
}

}  // namespace sijill::travel_document
