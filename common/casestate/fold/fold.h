// SPDX-License-Identifier: Apache-2.0
// One event's step in the fold of a case; a file for each service.
#pragma once

#include <string>
#include <string_view>

#include "absl/container/flat_hash_set.h"
#include "common/casestate/case_state.h"
#include "common/casestate/interpretation.h"
#include "common/casestate/roles.h"

namespace sijill::casestate::fold {

// An event that its author may write, on its way into the state.
struct Step {
  const InterpretedEvent& event;
  const Roles& roles;
  // Ids of the events held of shared lanes: what a shared event may refer to.
  const absl::flat_hash_set<base::Hash>& held;
  // Name of the case's stream.
  const std::string& stream;
  CaseState& state;

  uint32_t kind() const { return event.event().kind; }
  v1::Fact fact() const;
  // The name of an event of this case, from its id (32 bytes).
  std::string NameOf(std::string_view id) const;
  bool Holds(std::string_view id) const;
};

v1::Fact FactOf(const std::string& stream, const FoldEvent& event);

// Each returns false, and changes nothing, if the event refers to a record
// that is not there (yet). The kind is one of the service's.
bool ApplyReadmission(const Step& step);
bool ApplyTransfer(const Step& step);
bool ApplyIdentity(const Step& step);
bool ApplyTravelDocument(const Step& step);
bool ApplyOwnSide(const Step& step);

// What follows from the facts: status, contradictions, flags.
void Derive(CaseState& state);

// The reply came after its limit.
bool Late(const v1::Reply& reply);
// The transfer still counts as announced.
bool Standing(const v1::Transfer& transfer);

}  // namespace sijill::casestate::fold
