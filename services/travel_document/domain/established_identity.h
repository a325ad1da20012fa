// SPDX-License-Identifier: Apache-2.0
// On what a travel document rests.
#pragma once

#include "absl/status/status.h"
#include "common/casestate/case_state.h"
#include "common/rules/layers.h"
#include "sijill/v1/person.pb.h"

namespace sijill::travel_document {

// The fact that the rule set names (term::kDocumentOpenedBy) stands: the
// consulate recognised the person, or the requested State confirmed the
// nationality. Without the term, also for rule set `none`, it is the finding.
// Silence is never either.
//
// FAILED_PRECONDITION: IDENTITY_CONTRADICTED while finding and nationality
// contradict each other, IDENTITY_NOT_ESTABLISHED if the fact is missing.
absl::Status RequireIdentity(const casestate::CaseState& state,
                             const rules::Rules& rules);

// Who the person is: as the consulate established it, or, where its finding
// says no more than that he is recognised or does not stand, as the form has
// it.
// Valid as long as `state`.
const v1::PersonForm& EstablishedPerson(const casestate::CaseState& state);

}  // namespace sijill::travel_document
