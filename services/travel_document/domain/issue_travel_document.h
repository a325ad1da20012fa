// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::travel_document {

using DocumentNumbers = std::set<std::string, std::less<>>;

// Issues a travel document to the person as established, with the
// machine-readable zone composed here. `taken` are the numbers of the documents
// that the actor's agency issued in any case; those of this case it reads from
// the case.
//
// Refusals, in this order: those of decision::RequireMayWrite();
// INVALID_FIELDS, all at once; DOCUMENT_NOT_FOUND; DOCUMENT_STATE if the
// request was answered; HOLD_IN_FORCE; LATE_REPLY_NOT_REVIEWED; NO_APPROVAL if
// the standing reply of a readmission is a refusal; RULE_SET_UNKNOWN,
// AGENCY_UNKNOWN; IDENTITY_CONTRADICTED, IDENTITY_NOT_ESTABLISHED
// (established_identity.h); DOCUMENT_EXPIRES_BEFORE_ARRIVAL and the dates'
// INVALID_FIELDS (validity.h); DOCUMENT_NUMBER_TAKEN;
// MACHINE_READABLE_ZONE_INVALID.
absl::StatusOr<decision::Decision> IssueTravelDocument(
    const casestate::CaseState& state,
    const v1::IssueTravelDocumentRequest& request, const DocumentNumbers& taken,
    const decision::Context& context);

}  // namespace sijill::travel_document
