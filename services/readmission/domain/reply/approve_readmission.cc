// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "common/base/names.h"
#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "services/readmission/domain/form/problems.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/reply/reply.h"
#include "services/readmission/domain/reply/reply_timing.h"

namespace sijill::readmission {
namespace {

// The last day of the rules' window for the transfer, if it runs from an
// approval.
std::optional<absl::CivilDay> EndOfWindow(const decision::RulesInForce& rules,
                                          absl::Time now) {
  const rules::TimeLimit* limit =
      rules.rules.time_limit(rules::limit::kTransferWindow);
  if (limit == nullptr ||
      (limit->start != rules::StartEvent::kApproval &&
       limit->start != rules::StartEvent::kApprovalOrLapse)) {
    return std::nullopt;
  }
  const auto due = rules::Due(*limit, now, rules.zone, rules.calendar);
  if (!due.ok()) return std::nullopt;
  // In hours: the day on which the last of them ends.
  return due->last_day ? *due->last_day
                       : absl::ToCivilDay(due->due, rules.zone);
}

void CheckConsulate(const v1::ApproveReadmissionRequest& request,
                    const decision::Context& context,
                    form::Problems& problems) {
  const std::string& name = request.competent_consulate();
  if (name.empty()) return;
  const v1::Agency* agency = context.directory.FindAgency(name);
  const auto parsed = base::AgencyName::Parse(name);
  const bool ours = agency != nullptr && parsed.ok() &&
                    parsed->domain() == context.actor.agency.domain() &&
                    std::ranges::find(agency->roles(), v1::ROLE_CONSULATE) !=
                        agency->roles().end();
  if (!ours) {
    problems.Add("competent_consulate",
                 "the registry knows no such consulate of your domain");
  }
}

absl::Status CheckFields(const v1::ApproveReadmissionRequest& request,
                         const decision::Context& context,
                         const decision::RulesInForce& rules) {
  form::Problems problems;
  const auto until = form::CheckDate(
      request.valid_until(), form::DateShape::kWhole, "valid_until", problems);
  if (until && *until < absl::ToCivilDay(context.now, rules.zone)) {
    problems.Add("valid_until", "in the past");
  }
  CheckConsulate(request, context, problems);
  form::CheckText(request.observations(), {.most = 2000}, "observations",
                  problems);
  CheckOwnSideFile("", request.note(), problems);
  return problems.status();
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

bool SaysTheSame(const v1::Reply* standing, const v1::Approved& approved) {
  if (standing == nullptr || !standing->has_approved()) return false;
  v1::Approved before = standing->approved();
  *before.mutable_timing() = approved.timing();
  return before.SerializeAsString() == approved.SerializeAsString();
}

}  // namespace

absl::StatusOr<decision::Decision> ApproveReadmission(
    const casestate::CaseState& state,
    const v1::ApproveReadmissionRequest& request,
    const decision::Context& context) {
  constexpr v1::EventKind kKind = v1::EVENT_KIND_APPROVED;
  RETURN_IF_ERROR(decision::RequireMayWrite(state, context.actor, kKind));
  ASSIGN_OR_RETURN(const decision::RulesInForce rules,
                   decision::RulesOf(state, context));
  RETURN_IF_ERROR(CheckFields(request, context, rules));
  RETURN_IF_ERROR(decision::RequireNoHold(state));
  v1::Approved approved;
  approved.set_competent_consulate(request.competent_consulate());
  approved.set_observations(request.observations());
  absl::Time valid_until =
      SetTiming(state, rules, context.now, *approved.mutable_timing());
  if (request.valid_until().year() != 0) {
    *approved.mutable_valid_until() = request.valid_until();
  } else if (const auto day = EndOfWindow(rules, context.now)) {
    *approved.mutable_valid_until() = ToDate(*day);
  }
  if (approved.has_valid_until()) {
    // Counted from, or compared with, the day.
    valid_until = std::min(valid_until, EndOfDay(context.now, rules.zone));
  }
  if (SaysTheSame(StandingReply(state), approved)) return AlreadyAnswered();
  const v1::OwnSideFile file = OwnSideFileOf("", request.note());
  decision::Decision decided = decision::OneEvent(kKind, {&approved, &file});
  decided.valid_until = valid_until;
  return decided;
}

}  // namespace sijill::readmission
