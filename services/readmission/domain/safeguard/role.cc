// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/safeguard/role.h"

#include <algorithm>

#include "common/base/status_macros.h"
#include "common/decision/guards.h"
#include "common/refusal/refusal.h"
#include "services/readmission/domain/form/problems.h"

namespace sijill::readmission {
namespace {

bool MayBeGiven(v1::Role role) {
  switch (role) {
    case v1::ROLE_REQUESTING:
    case v1::ROLE_REQUESTED:
    case v1::ROLE_CONSULATE:
    case v1::ROLE_BORDER:
    case v1::ROLE_PROTECTION:
      return true;
    default:
      return false;
  }
}

// The domain of the requested State; empty if nobody replies.
std::string ReplyingDomain(const casestate::CaseState& state) {
  for (const v1::Role role : {v1::ROLE_REQUESTED, v1::ROLE_CONSULATE}) {
    const auto agency =
        base::AgencyName::Parse(casestate::HolderOf(state, role));
    if (agency.ok()) return std::string(agency->domain());
  }
  return "";
}

// Every agency of the case is of `domain`.
bool IsDomestic(const casestate::CaseState& state, std::string_view domain) {
  return std::ranges::all_of(
      state.shared.participants(), [&](const v1::Participant& participant) {
        const auto agency = base::AgencyName::Parse(participant.agency());
        return agency.ok() && agency->domain() == domain;
      });
}

bool IsOfSide(const casestate::CaseState& state, v1::Role role,
              std::string_view domain) {
  if (!casestate::DomainTakesPart(state, domain)) return false;
  if (role == v1::ROLE_PROTECTION || IsDomestic(state, domain)) return true;
  const bool replying = ReplyingDomain(state) == domain;
  return role == v1::ROLE_REQUESTING ? !replying : replying;
}

absl::StatusOr<base::AgencyName> FindOwnAgency(
    const v1::Participant& participant, const decision::Context& context) {
  const auto name = base::AgencyName::Parse(participant.agency());
  const v1::Agency* known = context.directory.FindAgency(participant.agency());
  if (!name.ok() || name->domain() != context.actor.agency.domain() ||
      known == nullptr ||
      std::ranges::find(known->roles(), participant.role()) ==
          known->roles().end()) {
    return refusal::Refuse(absl::StatusCode::kInvalidArgument, "AGENCY_UNKNOWN",
                           "your registry knows no such agency of your domain "
                           "that may be given the role");
  }
  return *name;
}

}  // namespace

std::string HolderIn(const casestate::CaseState& state, v1::Role role,
                     std::string_view domain) {
  if (role != v1::ROLE_PROTECTION) return casestate::HolderOf(state, role);
  for (const v1::Participant& participant : state.own.participants()) {
    const auto agency = base::AgencyName::Parse(participant.agency());
    if (participant.role() == role && agency.ok() &&
        agency->domain() == domain) {
      return participant.agency();
    }
  }
  return "";
}

std::optional<decision::DecidedEvent> RoleChange(
    const casestate::CaseState& state, v1::Role role,
    const base::AgencyName& agency) {
  const std::string holder = HolderIn(state, role, agency.domain());
  if (holder == agency.str()) return std::nullopt;
  v1::Participant participant;
  participant.set_role(role);
  participant.set_agency(agency.str());
  decision::DecidedEvent event;
  if (holder.empty()) {
    v1::ParticipantAdded added;
    *added.mutable_participant() = participant;
    event = decision::EventOf(v1::EVENT_KIND_PARTICIPANT_ADDED, {&added});
  } else {
    v1::RoleReassigned reassigned;
    *reassigned.mutable_participant() = participant;
    event = decision::EventOf(v1::EVENT_KIND_ROLE_REASSIGNED, {&reassigned});
  }
  event.own_lane = role == v1::ROLE_PROTECTION;
  return event;
}

absl::StatusOr<decision::Decision> AssignRole(
    const casestate::CaseState& state, const v1::AssignRoleRequest& request,
    const decision::Context& context) {
  const v1::Participant& participant = request.participant();
  RETURN_IF_ERROR(decision::RequireOpen(state));
  form::Problems problems;
  if (!MayBeGiven(participant.role())) {
    problems.Add("participant.role",
                 "required: a role that is given in a case");
  }
  if (participant.agency().empty()) {
    problems.Add("participant.agency", "required");
  }
  RETURN_IF_ERROR(problems.status());
  if (!IsOfSide(state, participant.role(), context.actor.agency.domain())) {
    return refusal::Refuse(absl::StatusCode::kPermissionDenied, "ROLE_MISSING",
                           "the role is not one of your own side");
  }
  ASSIGN_OR_RETURN(const base::AgencyName agency,
                   FindOwnAgency(participant, context));
  auto change = RoleChange(state, participant.role(), agency);
  if (!change) {
    problems.Add("participant.agency", "the agency has the role already");
    return problems.status();
  }
  decision::Decision decision;
  decision.events.push_back(*std::move(change));
  return decision;
}

}  // namespace sijill::readmission
