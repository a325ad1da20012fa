// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/request_document.h"

#include <utility>

#include "services/readmission/domain/opening/opening.h"

namespace sijill::readmission {
namespace {

// Who asks and who verifies; one of them is the caller.
void NameBothSides(const v1::RequestDocumentRequest& request,
                   std::string_view caller, Opening& opening,
                   form::Problems& problems) {
  const bool by_consulate = opening.opener == v1::ROLE_CONSULATE;
  if (by_consulate) {
    if (request.requesting_agency().empty()) {
      problems.Add("requesting_agency", "required of a consulate");
    } else {
      opening.named.push_back({v1::ROLE_REQUESTING, "requesting_agency",
                               request.requesting_agency()});
    }
  } else if (!request.requesting_agency().empty() &&
             request.requesting_agency() != caller) {
    problems.Add("requesting_agency",
                 "named only where a consulate opens the case");
  }
  if (!request.requested_agency().empty()) {
    opening.named.push_back(
        {v1::ROLE_REQUESTED, "requested_agency", request.requested_agency()});
  }
  if (request.consulate_agency().empty()) {
    problems.Add("consulate_agency", "required");
  } else if (!by_consulate) {
    opening.named.push_back(
        {v1::ROLE_CONSULATE, "consulate_agency", request.consulate_agency()});
  }
}

}  // namespace

absl::StatusOr<decision::Decision> RequestDocument(
    const v1::RequestDocumentRequest& request,
    const decision::Context& context) {
  const std::string& caller = context.actor.agency.str();
  const bool by_consulate = request.consulate_agency() == caller;
  form::Problems problems;
  Opening opening{
      .procedure = v1::PROCEDURE_DOCUMENT_REQUEST,
      .kind = v1::EVENT_KIND_DOCUMENT_REQUESTED,
      .opener = by_consulate ? v1::ROLE_CONSULATE : v1::ROLE_REQUESTING,
      .post = request.post(),
      .wanted = request.rule_set().empty()
                    ? decision::kNoRuleSet
                    : std::string_view(request.rule_set()),
      .form = request.form(),
      .children = request.has_children() ? &request.children() : nullptr,
      .medical_needs =
          request.has_medical_needs() ? &request.medical_needs() : nullptr,
      .declaration =
          request.has_declaration() ? &request.declaration() : nullptr,
      .declaration_needed = !by_consulate,
      .external_reference = request.external_reference(),
      .note = request.note()};
  NameBothSides(request, caller, opening, problems);
  return DecideOpening(opening, std::move(problems), context);
}

}  // namespace sijill::readmission
