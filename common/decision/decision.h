// SPDX-License-Identifier: Apache-2.0
// What a decision is made from, and what it comes to. Every service decides
// with these: Decide(CaseState, request, Context) is a pure function.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/casestate/case_state.h"
#include "common/decision/directory.h"
#include "common/decision/rule_book.h"
#include "google/protobuf/message.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::decision {

// Who asks.
struct Actor {
  base::AgencyName agency;
  std::string officer;   // pseudonym; empty if a system acts by itself
  std::string identity;  // the calling certificate's URI
};

// What a decision may depend on besides the case and the request. All of it
// is recorded with the event.
struct Context {
  absl::Time now;
  std::string_view exchange;
  const Actor& actor;
  const Directory& directory;
  const RuleBook& book;
};

// One event that a decision comes to.
struct DecidedEvent {
  v1::EventKind kind = v1::EVENT_KIND_UNSPECIFIED;
  // The bytes of each part of the kind, in order; that of the context is left
  // empty for whoever records the decision.
  std::vector<std::string> parts;
  // For the author's own domain alone although its kind may be shared.
  bool own_lane = false;
};

struct Decision {
  std::vector<DecidedEvent> events;
  // The domains that a new case is between; of an opening decision only.
  std::vector<std::string> domains;
  // The next instant at which time alone would change the decision.
  absl::Time valid_until = absl::InfiniteFuture();
  // It only closes: holds and revocations are written even to a full disk.
  bool closes = false;
};

// An event of `kind` with these parts, each where the kind has one of its type;
// the others are absent. A message that the kind has no part for is a mistake
// in the program and ends it.
DecidedEvent EventOf(
    v1::EventKind kind,
    std::initializer_list<const google::protobuf::Message*> parts);

// A decision that is one event.
Decision OneEvent(
    v1::EventKind kind,
    std::initializer_list<const google::protobuf::Message*> parts);

// The rules, calendar and zone of a case that is open. FAILED_PRECONDITION,
// reason RULE_SET_UNKNOWN, if this node does not hold them.
absl::StatusOr<RulesInForce> RulesOf(const casestate::CaseState& state,
                                     const Context& context);

// The same for a case about to be opened between the agencies named, by the
// rule set wanted (may be empty).
absl::StatusOr<RulesInForce> RulesFor(v1::Procedure procedure,
                                      const v1::Agency& requesting,
                                      const v1::Agency& replying,
                                      std::string_view post,
                                      std::string_view wanted,
                                      const Context& context);

}  // namespace sijill::decision
