// SPDX-License-Identifier: Apache-2.0
#include "common/decision/decision.h"

#include <cstdlib>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/refusal/refusal.h"

namespace sijill::decision {
namespace {

rules::Procedure ProcedureOf(v1::Procedure procedure) {
  return procedure == v1::PROCEDURE_READMISSION
             ? rules::Procedure::kReadmission
             : rules::Procedure::kDocumentRequest;
}

// Rules name a post without its domain: they are of one State.
std::string PostOf(std::string_view resource) {
  return std::string(resource.substr(resource.rfind('/') + 1));
}

rules::Scope ScopeOf(v1::Procedure procedure, const v1::Agency& requesting,
                     const v1::Agency& replying, std::string_view post) {
  return {.procedure = ProcedureOf(procedure),
          .requesting = requesting.state(),
          .requested = replying.state(),
          .post = PostOf(post)};
}

absl::StatusOr<absl::TimeZone> ZoneNamed(const std::string& name) {
  absl::TimeZone zone;
  if (name.empty() || !absl::LoadTimeZone(name, &zone)) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "AGENCY_UNKNOWN",
                           "the registry names no time zone for the agency "
                           "that replies");
  }
  return zone;
}

// The calendar of this id and digest; where none is held and the rules count
// no working days, one that is never asked.
absl::StatusOr<rules::Calendar> CalendarFor(const rules::Rules& rules,
                                            const v1::VersionReference& wanted,
                                            const std::string& state,
                                            const RuleBook& book) {
  auto found = book.FindCalendar(wanted.id(), wanted.digest(), state);
  if (found.ok() || rules.CountsWorkingDays()) return found;
  return rules::Calendar::WithoutDaysOff();
}

// The agency that asks, and the one whose days count: the requested one, or
// the consulate where it decides alone. One that no longer acts keeps the
// clock of the cases it is in.
const v1::Agency* Holder(const casestate::CaseState& state,
                         std::initializer_list<v1::Role> roles,
                         const Directory& directory) {
  for (const v1::Role role : roles) {
    const std::string name = casestate::HolderOf(state, role);
    if (name.empty()) continue;
    const auto found = directory.agencies.find(name);
    return found == directory.agencies.end() ? nullptr : &found->second;
  }
  return nullptr;
}

}  // namespace

DecidedEvent EventOf(
    v1::EventKind kind,
    std::initializer_list<const google::protobuf::Message*> parts) {
  const casestate::Kind* known =
      casestate::FindKind(static_cast<uint32_t>(kind));
  if (known == nullptr) std::abort();
  DecidedEvent event{.kind = kind};
  size_t placed = 0;
  for (const casestate::PartKind& part : known->parts) {
    std::string& bytes = event.parts.emplace_back();
    for (const google::protobuf::Message* message : parts) {
      if (message->GetDescriptor() != part.message) continue;
      bytes = message->SerializeAsString();
      ++placed;
    }
  }
  if (placed != parts.size()) std::abort();
  return event;
}

Decision OneEvent(
    v1::EventKind kind,
    std::initializer_list<const google::protobuf::Message*> parts) {
  Decision decision;
  decision.events.push_back(EventOf(kind, parts));
  return decision;
}

absl::StatusOr<RulesInForce> RulesOf(const casestate::CaseState& state,
                                     const Context& context) {
  const v1::Agency* requesting =
      Holder(state, {v1::ROLE_REQUESTING, v1::ROLE_OPENER}, context.directory);
  const v1::Agency* replying = Holder(
      state, {v1::ROLE_REQUESTED, v1::ROLE_CONSULATE}, context.directory);
  if (requesting == nullptr || replying == nullptr) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "AGENCY_UNKNOWN",
                           "the registry does not know the agencies of the "
                           "case");
  }
  const v1::Case& shared = state.shared;
  const rules::Scope scope =
      ScopeOf(shared.procedure(), *requesting, *replying, shared.post());
  ASSIGN_OR_RETURN(rules::Rules rules,
                   context.book.Find(shared.rule_set(), scope));
  ASSIGN_OR_RETURN(
      rules::Calendar calendar,
      CalendarFor(rules, shared.calendar(), replying->state(), context.book));
  // Named at opening: what the registry says later moves no due date.
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   ZoneNamed(shared.time_zone().empty() ? replying->time_zone()
                                                        : shared.time_zone()));
  return RulesInForce{.rules = std::move(rules),
                      .reference = shared.rule_set(),
                      .calendar = std::move(calendar),
                      .calendar_reference = shared.calendar(),
                      .zone = zone};
}

absl::StatusOr<RulesInForce> RulesFor(v1::Procedure procedure,
                                      const v1::Agency& requesting,
                                      const v1::Agency& replying,
                                      std::string_view post,
                                      std::string_view wanted,
                                      const Context& context) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneNamed(replying.time_zone()));
  ASSIGN_OR_RETURN(rules::Rules rules,
                   context.book.Resolve(
                       ScopeOf(procedure, requesting, replying, post), wanted,
                       context.exchange, absl::ToCivilDay(context.now, zone)));
  v1::VersionReference wanted_calendar;
  wanted_calendar.set_id(replying.calendar());
  ASSIGN_OR_RETURN(
      rules::Calendar calendar,
      CalendarFor(rules, wanted_calendar, replying.state(), context.book));
  v1::VersionReference reference = ReferenceOf(rules);
  v1::VersionReference calendar_reference;
  if (!calendar.id().empty()) calendar_reference = ReferenceOf(calendar);
  return RulesInForce{.rules = std::move(rules),
                      .reference = std::move(reference),
                      .calendar = std::move(calendar),
                      .calendar_reference = std::move(calendar_reference),
                      .zone = zone};
}

}  // namespace sijill::decision
