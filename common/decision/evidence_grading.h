// SPDX-License-Identifier: Apache-2.0
// What the rules of a case make of a means of evidence of its form.
#pragma once

#include <string_view>

#include "absl/time/civil_time.h"
#include "common/decision/rule_book.h"
#include "common/rules/evidence.h"
#include "sijill/v1/person.pb.h"

namespace sijill::decision {

// Whom a form's evidence is about, seen from the State that replies.
rules::Subject SubjectOf(const v1::RequestForm& form);

// The grade of `item` on the day `on` (of the request, in the time zone that
// counts) and the rule that gave it. Not graded, and no rule, where the rules
// do not speak of it. `replying_state` is the State that replies, three
// letters: a document that it issued itself says more.
v1::EvidenceGrading GradingOf(const rules::Rules& rules,
                              const v1::EvidenceItem& item,
                              rules::Subject subject,
                              std::string_view replying_state,
                              absl::CivilDay on);

// The same for evidence of a third-country national's entry or stay. What the
// kind of it does not say (that it is an original, above all) is not assumed.
v1::EvidenceGrading EntryGradingOf(const rules::Rules& rules,
                                   const v1::EntryEvidence& item,
                                   absl::CivilDay on);

// Two codes of one State: Doc 9303-3 section 5 and ISO 3166-1 differ in
// Germany's, D and DEU.
bool SameState(std::string_view one, std::string_view other);

}  // namespace sijill::decision
