// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/issue_travel_document.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/decision/text_fields.h"
#include "common/icao/document_number.h"
#include "services/travel_document/domain/document_lookup.h"
#include "services/travel_document/domain/established_identity.h"
#include "services/travel_document/domain/fields.h"
#include "services/travel_document/domain/machine_readable_zone.h"
#include "services/travel_document/domain/validity.h"

namespace sijill::travel_document {
namespace {

absl::Status CheckFields(const v1::IssueTravelDocumentRequest& request) {
  refusal::FieldProblems problems;
  if (request.document_request().empty()) {
    problems.Add("document_request", "required");
  }
  if (!icao::IsDocumentNumber(request.document_number(), icao::kNumberField)) {
    problems.Add("document_number", "1 to 9 characters A-Z and 0-9");
  }
  const auto first = DayOf(request.valid_from());
  const auto last = DayOf(request.valid_until());
  if (!first) problems.Add("valid_from", "a day from 2000 to 2099");
  if (!last) problems.Add("valid_until", "a day from 2000 to 2099");
  if (first && last && *last < *first) {
    problems.Add("valid_until", "not before the first day");
  }
  decision::RequireText(request.issued_by(), kMaxName, "issued_by", problems);
  decision::CheckText(request.note(), decision::kMaxRemark, "note", problems);
  return problems.status();
}

absl::Status RequireNoRefusal(const casestate::CaseState& state) {
  const auto reply = casestate::EffectiveReply(state);
  if (!reply || !reply->has_refused()) return absl::OkStatus();
  return refusal::Refuse(absl::StatusCode::kFailedPrecondition, "NO_APPROVAL",
                         "the requested State refused the readmission",
                         {{"event", reply->fact().event()}});
}

absl::Status RequireFreeNumber(const casestate::CaseState& state,
                               const std::string& number,
                               const DocumentNumbers& taken) {
  const bool here = std::ranges::any_of(
      state.shared.travel_documents(), [&](const v1::TravelDocument& document) {
        return document.issued().document_number() == number;
      });
  if (!here && !taken.contains(number)) return absl::OkStatus();
  return refusal::Refuse(absl::StatusCode::kAlreadyExists,
                         "DOCUMENT_NUMBER_TAKEN",
                         "a document with this number was issued before",
                         {{"field", "document_number"}});
}

absl::StatusOr<icao::Td2Lines> ZoneOf(
    const casestate::CaseState& state,
    const v1::IssueTravelDocumentRequest& request, absl::CivilDay last,
    const decision::Context& context) {
  const v1::Agency* issuer =
      context.directory.FindAgency(context.actor.agency.str());
  if (issuer == nullptr) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "AGENCY_UNKNOWN",
                           "the registry does not know the agency that issues");
  }
  return ComposeZone(EstablishedPerson(state), issuer->state(),
                     request.document_number(), last);
}

v1::TravelDocumentIssued Document(const v1::IssueTravelDocumentRequest& request,
                                  const icao::Td2Lines& zone) {
  v1::TravelDocumentIssued issued;
  issued.set_request_event(*EventIdOf(request.document_request()));
  issued.set_document_number(request.document_number());
  issued.add_machine_readable_lines(zone.upper);
  issued.add_machine_readable_lines(zone.lower);
  *issued.mutable_valid_from() = request.valid_from();
  *issued.mutable_valid_until() = request.valid_until();
  issued.set_issued_by(request.issued_by());
  return issued;
}

}  // namespace

absl::StatusOr<decision::Decision> IssueTravelDocument(
    const casestate::CaseState& state,
    const v1::IssueTravelDocumentRequest& request, const DocumentNumbers& taken,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  RETURN_IF_ERROR(CheckFields(request));
  const absl::CivilDay first = *DayOf(request.valid_from());
  const absl::CivilDay last = *DayOf(request.valid_until());
  ASSIGN_OR_RETURN(const v1::DocumentRequestRecord* const asked,
                   OpenRequest(state, request.document_request()));
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  RETURN_IF_ERROR(decision::RequireReplyReviewed(state));
  RETURN_IF_ERROR(RequireNoRefusal(state));
  ASSIGN_OR_RETURN(const decision::RulesInForce force,
                   decision::RulesOf(state, context));
  RETURN_IF_ERROR(RequireIdentity(state, force.rules));
  const absl::CivilDay today = absl::ToCivilDay(context.now, force.zone);
  RETURN_IF_ERROR(RequireValidity(
      first, last, today, JourneyDaysOf(state, *asked, force.zone), force));
  RETURN_IF_ERROR(RequireFreeNumber(state, request.document_number(), taken));
  ASSIGN_OR_RETURN(const icao::Td2Lines zone,
                   ZoneOf(state, request, last, context));
  const v1::TravelDocumentIssued issued = Document(request, zone);
  v1::OwnSideFile file;
  file.set_note(request.note());
  decision::Decision decided = decision::OneEvent(kKind, {&issued, &file});
  // Tomorrow the dates are measured anew.
  decided.valid_until = absl::FromCivil(today + 1, force.zone);
  return decided;
}

}  // namespace sijill::travel_document
