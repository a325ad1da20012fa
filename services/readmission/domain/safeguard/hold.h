// SPDX-License-Identifier: Apache-2.0
// Safeguard holds. Everything here is written in own lanes: the other side
// learns neither that there is a hold nor that there was one.
#pragma once

#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/decision/decision.h"
#include "sijill/v1/readmission_safeguards.pb.h"

namespace sijill::readmission {

// Decides whether a hold is placed. Whoever calls holds a certificate with the
// duty of protection in a domain of the case (the method's gate and
// command::LoadCaseFor() see to it); an office that is not the case's protector
// yet becomes so in the same commit. Placed whatever else the case has come to:
// ended, not interpreted, a person on the way, another hold.
//
// PERMISSION_DENIED (OFFICER_REQUIRED); INVALID_ARGUMENT for fields.
absl::StatusOr<decision::Decision> PlaceSafeguardHold(
    const casestate::CaseState& state,
    const v1::PlaceSafeguardHoldRequest& request,
    const decision::Context& context);

// Decides whether a hold is released: by another officer, through another
// certificate, of the office that placed it (of any protecting office of the
// domain, if that one no longer acts). A court's measure needs the court's
// paper.
//
// PERMISSION_DENIED (OFFICER_REQUIRED); FAILED_PRECONDITION
// (CASE_NOT_INTERPRETED); INVALID_ARGUMENT for fields; NOT_FOUND
// (HOLD_NOT_FOUND), also for a hold of another domain; FAILED_PRECONDITION
// (HOLD_RELEASED); PERMISSION_DENIED (ROLE_MISSING) for another office,
// (SECOND_PERSON_REQUIRED) for the same person.
absl::StatusOr<decision::Decision> ReleaseSafeguardHold(
    const casestate::CaseState& state,
    const v1::ReleaseSafeguardHoldRequest& request,
    const decision::Context& context);

}  // namespace sijill::readmission
