// SPDX-License-Identifier: Apache-2.0
// A means of evidence as the form names it, in the words of the rules.
#pragma once

#include <string_view>

#include "absl/time/civil_time.h"
#include "common/rules/evidence.h"
#include "common/rules/layers.h"
#include "sijill/v1/person.pb.h"

namespace sijill::identity {

// What `evidence` is to the rules, for a request to `requested_state`
// (alpha-3). A kind that bears a photograph by its nature counts as showing
// one; that a document states a nationality is taken only from kinds that
// always do. Everything but an original is a copy. A day of expiry that is not
// known to the day is none.
rules::MeansOfEvidence MeansOf(const v1::EvidenceItem& evidence,
                               rules::Subject subject,
                               std::string_view requested_state);

// The grade that `rules` give to `means` on the day of the request.
// EVIDENCE_GRADE_UNSPECIFIED, without a rule, where none speaks of it.
v1::EvidenceGrading GradingOf(const rules::MeansOfEvidence& means,
                              const rules::Rules& rules, absl::CivilDay on);

}  // namespace sijill::identity
