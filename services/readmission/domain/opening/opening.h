// SPDX-License-Identifier: Apache-2.0
// What the opening of a case comes to, in either procedure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/decision/decision.h"
#include "services/readmission/domain/form/problems.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/person.pb.h"

namespace sijill::readmission {

// An agency that a request names, and the field that names it.
struct NamedAgency {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::string_view field;
  std::string_view agency;
};

// A request to open a case, whichever procedure it follows. Refers to the
// request.
struct Opening {
  v1::Procedure procedure = v1::PROCEDURE_UNSPECIFIED;
  v1::EventKind kind = v1::EVENT_KIND_UNSPECIFIED;
  // The role in which the actor's agency opens.
  v1::Role opener = v1::ROLE_UNSPECIFIED;
  // The others that are named, without empty ones, by role ascending.
  std::vector<NamedAgency> named;
  std::string_view post;
  // Of RuleBook::Resolve(); with `agreement`, an empty one needs an agreement
  // that holds.
  std::string_view wanted;
  bool agreement = false;
  const v1::RequestForm& form;
  const v1::ChildrenForm* children = nullptr;       // may be absent
  const v1::MedicalNeeds* medical_needs = nullptr;  // may be absent
  const v1::GateRecorded* declaration = nullptr;    // may be absent
  bool declaration_needed = true;
  std::string_view external_reference;
  std::string_view note;
};

// Decides the opening; `problems` has what was found in the request so far.
// The opening event, then GateRecorded where there is a declaration.
//
// Errors, in this order: PERMISSION_DENIED, OFFICER_REQUIRED or ROLE_MISSING
// (the registry does not let the agency open); INVALID_ARGUMENT with every
// field that is wrong; INVALID_ARGUMENT, AGENCY_UNKNOWN, metadata `fields`;
// FAILED_PRECONDITION, RULE_SET_UNKNOWN, FORM_INCOMPLETE, GATE_MISSING.
absl::StatusOr<decision::Decision> DecideOpening(
    const Opening& opening, form::Problems problems,
    const decision::Context& context);

}  // namespace sijill::readmission
