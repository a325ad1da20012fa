// SPDX-License-Identifier: Apache-2.0
// Roles of a case that the caller's own side gives to its agencies.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_safeguards.pb.h"

namespace sijill::readmission {

// Who has the role now, or an empty text; of ROLE_PROTECTION, who has it in
// `domain`.
std::string HolderIn(const casestate::CaseState& state, v1::Role role,
                     std::string_view domain);

// The event that gives `role` to `agency`: ParticipantAdded if it is vacant,
// else RoleReassigned; protection in an own lane. Nothing if the agency has it.
std::optional<decision::DecidedEvent> RoleChange(
    const casestate::CaseState& state, v1::Role role,
    const base::AgencyName& agency);

// Decides whether the role passes to the agency. The roles of the requested
// State's side belong to its domain, that of the requesting one to another
// domain (in a case within one domain, to that one), protection to each.
//
// INVALID_ARGUMENT for fields, and if the agency has the role already;
// AGENCY_UNKNOWN if the registry knows no such agency of the caller's domain,
// or does not let it have the role. PERMISSION_DENIED (ROLE_MISSING) for a role
// of the other side. decision::RequireOpen().
absl::StatusOr<decision::Decision> AssignRole(
    const casestate::CaseState& state, const v1::AssignRoleRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
