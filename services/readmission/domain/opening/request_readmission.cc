// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/request_readmission.h"

#include <utility>

#include "services/readmission/domain/opening/opening.h"

namespace sijill::readmission {

absl::StatusOr<decision::Decision> RequestReadmission(
    const v1::RequestReadmissionRequest& request,
    const decision::Context& context) {
  form::Problems problems;
  Opening opening{
      .procedure = v1::PROCEDURE_READMISSION,
      .kind = v1::EVENT_KIND_READMISSION_REQUESTED,
      .opener = v1::ROLE_REQUESTING,
      .post = request.post(),
      .wanted = request.rule_set(),
      .agreement = true,
      .form = request.form(),
      .children = request.has_children() ? &request.children() : nullptr,
      .medical_needs =
          request.has_medical_needs() ? &request.medical_needs() : nullptr,
      .declaration =
          request.has_declaration() ? &request.declaration() : nullptr,
      .external_reference = request.external_reference(),
      .note = request.note()};
  if (request.requested_agency().empty()) {
    problems.Add("requested_agency", "required");
  } else {
    opening.named.push_back(
        {v1::ROLE_REQUESTED, "requested_agency", request.requested_agency()});
  }
  if (!request.consulate_agency().empty()) {
    opening.named.push_back(
        {v1::ROLE_CONSULATE, "consulate_agency", request.consulate_agency()});
  }
  if (!request.border_agency().empty()) {
    opening.named.push_back(
        {v1::ROLE_BORDER, "border_agency", request.border_agency()});
  }
  return DecideOpening(opening, std::move(problems), context);
}

}  // namespace sijill::readmission
