// SPDX-License-Identifier: Apache-2.0
// What corridor and post ask of a form, and whether a form meets it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rules/checklist.h"
#include "common/rules/layers.h"
#include "sijill/v1/person.pb.h"
#include "sijill/v1/readmission_reads.pb.h"

namespace sijill::readmission {

// What the rules may know of a form: counts, presence and codes. A passport is
// expired if its last day of validity is known and before `today`; one without
// such a day counts as valid.
rules::ApplicationFacts FactsOf(const v1::RequestForm& form,
                                absl::CivilDay today);

// FAILED_PRECONDITION, reason FORM_INCOMPLETE, unless everything that the rules
// call blocking is there. The message has the rules' own text of each that is
// missing, metadata `requirements` their identifiers with commas between them.
absl::Status RequireComplete(std::span<const rules::Requirement> checklist);

// The checklist as the contract says it: fields are paths of RequestForm.
std::vector<v1::Requirement> ToRequirements(
    std::span<const rules::Requirement> checklist);

// "art. 4(2)(1), <title of the rule set>": where a rule is written.
std::string SourceOf(const rules::Origin& origin);

}  // namespace sijill::readmission
