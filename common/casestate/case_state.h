// SPDX-License-Identifier: Apache-2.0
// The state of a case: what its events come to. Every service decides on it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "common/base/names.h"
#include "common/casestate/history.h"
#include "sijill/v1/case.pb.h"

namespace sijill::casestate {

// A case as the events held give it.
struct CaseState {
  // What the domains of the case have in common. Made from the outward parts
  // of shared lanes alone: own lanes change nothing in it.
  v1::Case shared;
  // What this node holds besides: own lanes, and parts of other classes.
  v1::CaseOwnSide own;

  // The opening event is held.
  bool opened() const { return shared.has_opened(); }
  // Withdrawn or closed.
  bool ended() const { return shared.has_withdrawn() || shared.has_closed(); }
  // A critical event is not interpreted: this node decides nothing more here.
  bool undecidable() const { return shared.undecidable() || own.undecidable(); }
};

// Folds the events of one case, in any order; `stream` is the case's. Pure: the
// state depends on the set of events alone. Never refuses: an event that is
// not interpreted, whose author has no role for it, or that refers to what is
// not held, is kept in `waiting` and folded once the events held allow it.
// Facts that crossed on their way are both kept, and `contradictions` says so.
//
// Limits are not folded: they depend on rules and the clock, which services
// bring to the facts kept here.
CaseState Fold(const base::StreamName& stream,
               std::span<const FoldEvent> events);

// The agency that has the role, or an empty text. For ROLE_PROTECTION: the one
// of this node's own domain.
std::string HolderOf(const CaseState& state, v1::Role role);

// The agency has a role in the case.
bool TakesPart(const CaseState& state, std::string_view agency);
// Some agency of the domain has a role in the case.
bool DomainTakesPart(const CaseState& state, std::string_view domain);

// The reply that a transfer may rest on or that ends hopes of one: in time, or
// late and accepted after review. Nothing otherwise.
std::optional<v1::Reply> EffectiveReply(const CaseState& state);

// The reply came late, and the requesting State has not yet said whether it
// acts on it.
bool ReplyAwaitsReview(const CaseState& state);

// The record with this event name, or nullptr; valid while `state` is.
const v1::Transfer* FindTransfer(const CaseState& state, std::string_view name);
const v1::TravelDocument* FindTravelDocument(const CaseState& state,
                                             std::string_view name);
const v1::DocumentRequestRecord* FindDocumentRequest(const CaseState& state,
                                                     std::string_view name);
const v1::HoldRecord* FindHold(const CaseState& state, std::string_view name);

// The transfer under way: announced and neither cancelled nor objected to, or
// departed all the same, and not yet arrived or turned back; the latest.
// nullptr if there is none.
const v1::Transfer* TransferUnderWay(const CaseState& state);

// Which part of the state is compared.
enum class View { kShared, kWhole };

// Bytes that are equal exactly if the states are: deterministic serialisation
// of a message without maps or unknown fields. With kShared, two nodes that
// hold the same shared lanes get the same bytes. For comparison within one
// version of the program only: never stored, hashed into a log or signed.
std::string SerializeForComparison(const CaseState& state, View view);

}  // namespace sijill::casestate
