// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::travel_document {

// Asks for a travel document, again if need be: an earlier request stays.
//
// Refusals: those of decision::RequireMayWrite(); INVALID_FIELDS, all at once,
// also for a journey that is over; HOLD_IN_FORCE; LATE_REPLY_NOT_REVIEWED;
// JOURNEY_REQUIRED if the rules of the case have term::kDocumentNeedsJourney
// and no journey with its flight, train or ship is given (Morocco, Libya: "LP
// only after flight data"); RULE_SET_UNKNOWN or AGENCY_UNKNOWN if this node
// cannot read the rules.
absl::StatusOr<decision::Decision> RequestTravelDocument(
    const casestate::CaseState& state,
    const v1::RequestTravelDocumentRequest& request,
    const decision::Context& context);

}  // namespace sijill::travel_document
