// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/reply_deadline.h"

#include "services/readmission/domain/event_id.h"

namespace sijill::readmission {

const v1::Fact* ReplyLimitStart(const casestate::CaseState& state,
                                const decision::RulesInForce& rules) {
  const rules::TimeLimit* limit = rules.rules.time_limit(rules::limit::kReply);
  const v1::Case& shared = state.shared;
  if (limit == nullptr || shared.misaddressed_size() > 0) return nullptr;
  switch (limit->start) {
    case rules::StartEvent::kReceived:
      return shared.has_received() ? &shared.received() : nullptr;
    case rules::StartEvent::kReceiptConfirmed:
    // The procedure begins for the requested side when it says that it has the
    // request: no other event tells it.
    case rules::StartEvent::kProcedureStartAcknowledged:
      return shared.has_receipt_confirmed() ? &shared.receipt_confirmed()
                                            : nullptr;
    default:
      return nullptr;
  }
}

std::optional<rules::Deadline> ReplyDeadline(
    const casestate::CaseState& state, const decision::RulesInForce& rules) {
  const v1::Fact* start = ReplyLimitStart(state, rules);
  if (start == nullptr) return std::nullopt;
  auto due = rules::Due(*rules.rules.time_limit(rules::limit::kReply),
                        RecordedAt(*start), rules.zone, rules.calendar);
  if (!due.ok()) return std::nullopt;  // a recorded instant is in its bounds
  return *std::move(due);
}

}  // namespace sijill::readmission
