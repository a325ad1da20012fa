// SPDX-License-Identifier: Apache-2.0
// When the reply is due: a function of rule version, start event and calendar
// version alone.
#pragma once

#include <optional>

#include "common/casestate/case_state.h"
#include "common/decision/rule_book.h"
#include "common/rules/time_limit.h"
#include "sijill/v1/case.pb.h"

namespace sijill::readmission {

// The event from which the reply limit of these rules is counted: the receipt
// of the request by the replying domain, or its confirmation, as the rule says.
// nullptr if there is no such limit, its start has not happened, or the case
// names an agency that does not exist, so that no limit runs. Valid as long as
// `state`.
const v1::Fact* ReplyLimitStart(const casestate::CaseState& state,
                                const decision::RulesInForce& rules);

// The deadline counted from it, or nothing.
std::optional<rules::Deadline> ReplyDeadline(
    const casestate::CaseState& state, const decision::RulesInForce& rules);

}  // namespace sijill::readmission
