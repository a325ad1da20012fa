// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/safeguard/hold.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/form/problems.h"
#include "services/readmission/domain/safeguard/role.h"

namespace sijill::readmission {
namespace {

// The event, written as the protector of the own side: only the protector's
// word on holds counts, so an office that is none becomes it first.
decision::Decision AsProtector(const casestate::CaseState& state,
                               const base::AgencyName& agency,
                               decision::DecidedEvent event) {
  decision::Decision decision;
  if (auto change = RoleChange(state, v1::ROLE_PROTECTION, agency)) {
    decision.events.push_back(*std::move(change));
  }
  decision.events.push_back(std::move(event));
  return decision;
}

// The hold, if it is one of the caller's own side.
const v1::HoldRecord* FindOwnHold(const casestate::CaseState& state,
                                  std::string_view name,
                                  const base::AgencyName& agency) {
  const v1::HoldRecord* hold = casestate::FindHold(state, name);
  if (hold == nullptr) return nullptr;
  const auto author = base::AgencyName::Parse(hold->fact().agency());
  return author.ok() && author->domain() == agency.domain() ? hold : nullptr;
}

absl::Status RequireSecondPerson(const v1::HoldRecord& hold,
                                 const decision::Context& context) {
  const decision::Actor& actor = context.actor;
  const std::string& office = hold.fact().agency();
  if (office != actor.agency.str() &&
      context.directory.FindAgency(office) != nullptr) {
    return refusal::Refuse(absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
                           "the office that placed the hold releases it");
  }
  // A system that names officers is one caller, whomever it names.
  if (hold.officer() == actor.officer ||
      (!hold.identity().empty() && hold.identity() == actor.identity)) {
    return refusal::Refuse(
        absl::StatusCode::kPermissionDenied, "SECOND_PERSON_REQUIRED",
        "another officer, with a certificate of his own, releases the hold");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<decision::Decision> PlaceSafeguardHold(
    const casestate::CaseState& state,
    const v1::PlaceSafeguardHoldRequest& request,
    const decision::Context& context) {
  RETURN_IF_ERROR(decision::RequireOfficer(context.actor));
  form::Problems problems;
  if (request.reason() == v1::HOLD_REASON_UNSPECIFIED ||
      !v1::HoldReason_IsValid(request.reason())) {
    problems.Add("reason", "required: one of the reasons");
  }
  form::CheckText(request.note(), {.most = 2000}, "note", problems);
  RETURN_IF_ERROR(problems.status());
  v1::SafeguardHoldPlaced placed;
  placed.set_reason(request.reason());
  placed.set_note(request.note());
  decision::Decision decision = AsProtector(
      state, context.actor.agency,
      decision::EventOf(v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, {&placed}));
  decision.closes = true;
  return decision;
}

absl::StatusOr<decision::Decision> ReleaseSafeguardHold(
    const casestate::CaseState& state,
    const v1::ReleaseSafeguardHoldRequest& request,
    const decision::Context& context) {
  RETURN_IF_ERROR(decision::RequireOfficer(context.actor));
  RETURN_IF_ERROR(decision::RequireInterpreted(state));
  const v1::HoldRecord* hold =
      FindOwnHold(state, request.hold(), context.actor.agency);
  const bool by_court =
      hold != nullptr && hold->hold().reason() == v1::HOLD_REASON_COURT;
  form::Problems problems;
  form::CheckText(request.ground(), {.most = 2000, .required = true}, "ground",
                  problems);
  form::CheckText(request.court_paper(), {.required = by_court}, "court_paper",
                  problems);
  RETURN_IF_ERROR(problems.status());
  if (hold == nullptr) {
    return refusal::Refuse(absl::StatusCode::kNotFound, "HOLD_NOT_FOUND",
                           "no such safeguard hold on your own side");
  }
  if (hold->has_released()) {
    return refusal::Refuse(absl::StatusCode::kFailedPrecondition,
                           "HOLD_RELEASED", "the hold is released already");
  }
  RETURN_IF_ERROR(RequireSecondPerson(*hold, context));
  v1::SafeguardHoldReleased released;
  released.set_hold_event(EventIdOf(hold->fact()));
  released.set_ground(request.ground());
  released.set_court_paper(request.court_paper());
  return AsProtector(
      state, context.actor.agency,
      decision::EventOf(v1::EVENT_KIND_SAFEGUARD_HOLD_RELEASED, {&released}));
}

}  // namespace sijill::readmission
