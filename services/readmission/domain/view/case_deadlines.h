// SPDX-License-Identifier: Apache-2.0
// The limits of a case: when each ends, why, and what became of it.
#pragma once

#include <vector>

#include "absl/time/time.h"
#include "common/casestate/case_state.h"
#include "common/decision/rule_book.h"
#include "sijill/v1/readmission_reads.pb.h"

namespace sijill::readmission {

// The limits that run or ran in the case, ascending by when they end: reply,
// travel document, transfer window, transfer notice, return of an error. Their
// state is what the facts say, whatever time it is: met, passed if what they
// ask for came late, otherwise running. Of a case that has ended only those
// that were answered.
std::vector<v1::Deadline> DeadlinesOf(const casestate::CaseState& state,
                                      const decision::RulesInForce& rules);

// Lets those pass that run and whose end is not after `now`.
void LetPass(std::vector<v1::Deadline>& deadlines, absl::Time now);

// The first that runs, or nullptr. Valid as long as `deadlines`.
const v1::Deadline* NextOf(const std::vector<v1::Deadline>& deadlines);

}  // namespace sijill::readmission
