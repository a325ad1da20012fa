// SPDX-License-Identifier: Apache-2.0
// The consulate's two other acts: it issues nothing, or takes back.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::travel_document {

// Declines to issue. Refusals: those of decision::RequireMayWrite();
// INVALID_FIELDS, all at once; REASONS_REQUIRED; DOCUMENT_NOT_FOUND;
// DOCUMENT_STATE if the request was answered.
absl::StatusOr<decision::Decision> DeclineTravelDocument(
    const casestate::CaseState& state,
    const v1::DeclineTravelDocumentRequest& request,
    const decision::Context& context);

// Revokes a document. It only closes, so nothing that stops other acts stops
// it: neither the end of the case, nor an event that cannot be read, nor a disk
// that is nearly full. Refusals: OFFICER_REQUIRED, ROLE_MISSING;
// INVALID_FIELDS, all at once; REASONS_REQUIRED; DOCUMENT_NOT_FOUND;
// DOCUMENT_STATE if it is revoked.
absl::StatusOr<decision::Decision> RevokeTravelDocument(
    const casestate::CaseState& state,
    const v1::RevokeTravelDocumentRequest& request,
    const decision::Context& context);

}  // namespace sijill::travel_document
