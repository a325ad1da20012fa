// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/view/case_deadlines.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "google/protobuf/util/time_util.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/form/requirements.h"
#include "services/readmission/domain/reply_deadline.h"

namespace sijill::readmission {
namespace {

using google::protobuf::util::TimeUtil;
using rules::StartEvent;

absl::Time ToTime(const google::protobuf::Timestamp& at) {
  return absl::FromUnixMicros(TimeUtil::TimestampToMicroseconds(at));
}

// Gathers the limits of one case.
class Limits {
 public:
  Limits(const casestate::CaseState& state, const decision::RulesInForce& rules)
      : state_(state), rules_(rules) {}

  // Counts the limit, if the rules have it and it begins with one of `starts`,
  // from `start`. `act` is when what it asks for was done.
  void Add(std::string_view id, std::initializer_list<StartEvent> starts,
           absl::Time start, const std::string& start_event,
           std::optional<absl::Time> act) {
    const rules::TimeLimit* limit = rules_.rules.time_limit(id);
    if (limit == nullptr ||
        std::ranges::find(starts, limit->start) == starts.end() ||
        (!act && state_.ended())) {
      return;
    }
    const auto due = rules::Due(*limit, start, rules_.zone, rules_.calendar);
    if (!due.ok()) return;
    v1::Deadline& deadline = deadlines_.emplace_back();
    deadline.set_rule(limit->id);
    deadline.set_title(rules::Explain(*limit, *due));
    deadline.set_source(SourceOf(limit->origin));
    deadline.set_start_event(start_event);
    *deadline.mutable_due_at() =
        TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(due->due));
    deadline.set_state(!act                ? v1::DEADLINE_STATE_RUNNING
                       : due->InTime(*act) ? v1::DEADLINE_STATE_MET
                                           : v1::DEADLINE_STATE_PASSED);
    *deadline.mutable_rule_set() = rules_.reference;
    *deadline.mutable_calendar() = rules_.calendar_reference;
    deadline.set_verified(limit->origin.verified && limit->start_verified);
  }

  std::vector<v1::Deadline> Sorted() && {
    std::ranges::stable_sort(deadlines_, {}, [](const v1::Deadline& deadline) {
      return TimeUtil::TimestampToMicroseconds(deadline.due_at());
    });
    return std::move(deadlines_);
  }

 private:
  const casestate::CaseState& state_;
  const decision::RulesInForce& rules_;
  std::vector<v1::Deadline> deadlines_;
};

std::optional<absl::Time> When(bool happened, const v1::Fact& fact) {
  return happened ? std::optional(RecordedAt(fact)) : std::nullopt;
}

// What answers the request: the reply, or in a document request the finding.
std::optional<absl::Time> AnsweredAt(const v1::Case& shared) {
  if (shared.procedure() == v1::PROCEDURE_READMISSION) {
    return When(shared.has_reply(), shared.reply().fact());
  }
  if (shared.has_finding()) return RecordedAt(shared.finding().fact());
  return When(shared.has_nationality(), shared.nationality().fact());
}

const v1::Fact* DeliveryOf(const v1::Case& shared, const std::string& event) {
  for (const v1::Delivery& delivery : shared.deliveries()) {
    if (delivery.event() == event) return &delivery.fact();
  }
  return nullptr;
}

void AddReply(const casestate::CaseState& state,
              const decision::RulesInForce& rules, Limits& limits) {
  const v1::Fact* start = ReplyLimitStart(state, rules);
  if (start == nullptr) return;
  limits.Add(rules::limit::kReply,
             {StartEvent::kReceived, StartEvent::kReceiptConfirmed,
              StartEvent::kProcedureStartAcknowledged},
             RecordedAt(*start), start->event(), AnsweredAt(state.shared));
}

void AddDocuments(const v1::Case& shared, Limits& limits) {
  for (const v1::DocumentRequestRecord& request : shared.document_requests()) {
    const v1::Fact* received = DeliveryOf(shared, request.fact().event());
    if (received == nullptr) continue;
    const bool declined = request.has_declined();
    limits.Add(rules::limit::kDocumentIssue,
               {StartEvent::kDocumentRequestReceived}, RecordedAt(*received),
               received->event(),
               When(declined || request.has_issued(),
                    declined ? request.declined() : request.issued()));
  }
}

// The window in which the person is to leave, once approved.
void AddWindow(const casestate::CaseState& state, Limits& limits) {
  const auto reply = casestate::EffectiveReply(state);
  if (!reply || !reply->has_approved()) return;
  std::optional<absl::Time> departed;
  for (const v1::Transfer& transfer : state.shared.transfers()) {
    if (transfer.has_departed()) departed = RecordedAt(transfer.departed());
  }
  limits.Add(rules::limit::kTransferWindow,
             {StartEvent::kApproval, StartEvent::kApprovalOrLapse},
             RecordedAt(reply->fact()), reply->fact().event(), departed);
}

void AddTransfers(const v1::Case& shared, Limits& limits) {
  for (const v1::Transfer& transfer : shared.transfers()) {
    if (transfer.notice().journey().has_departs_at()) {
      limits.Add(rules::limit::kTransferNotice, {StartEvent::kPlannedDeparture},
                 ToTime(transfer.notice().journey().departs_at()),
                 transfer.name(), RecordedAt(transfer.fact()));
    }
    if (transfer.has_arrived()) {
      limits.Add(rules::limit::kErrorReturn, {StartEvent::kArrival},
                 transfer.has_arrived_at() ? ToTime(transfer.arrived_at())
                                           : RecordedAt(transfer.arrived()),
                 transfer.arrived().event(), std::nullopt);
    }
  }
}

}  // namespace

std::vector<v1::Deadline> DeadlinesOf(const casestate::CaseState& state,
                                      const decision::RulesInForce& rules) {
  Limits limits(state, rules);
  AddReply(state, rules, limits);
  AddDocuments(state.shared, limits);
  AddWindow(state, limits);
  AddTransfers(state.shared, limits);
  return std::move(limits).Sorted();
}

void LetPass(std::vector<v1::Deadline>& deadlines, absl::Time now) {
  for (v1::Deadline& deadline : deadlines) {
    if (deadline.state() == v1::DEADLINE_STATE_RUNNING &&
        ToTime(deadline.due_at()) <= now) {
      deadline.set_state(v1::DEADLINE_STATE_PASSED);
    }
  }
}

const v1::Deadline* NextOf(const std::vector<v1::Deadline>& deadlines) {
  const auto found = std::ranges::find(deadlines, v1::DEADLINE_STATE_RUNNING,
                                       &v1::Deadline::state);
  return found == deadlines.end() ? nullptr : &*found;
}

}  // namespace sijill::readmission
