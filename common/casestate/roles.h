// SPDX-License-Identifier: Apache-2.0
// Who had which role of a case, and when in the order of its fold.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "common/casestate/interpretation.h"
#include "sijill/v1/common.pb.h"

namespace sijill::casestate {

// The roles of one case over the order of its fold.
//
// The opening event names the roles. All roles of the replying side
// (requested, consulate, border) belong to one domain, that of the requested
// agency or else of the consulate; others that the opening names for that side
// count for nothing, or a requesting State could name its own consulate.
// ParticipantAdded fills a vacant role and RoleReassigned passes a held one on,
// each within the role's own side and its domain; protection is named for each
// domain by itself, in its own lane. A change that comes before what it builds
// on takes effect when that is there.
class Roles {
 public:
  // `events` in the order of the fold; not kept.
  explicit Roles(std::span<const InterpretedEvent> events);

  // Place of the opening event, or nothing if none is held.
  std::optional<size_t> opening() const { return opening_; }
  v1::Procedure procedure() const { return procedure_; }
  // Domain whose receipt of the opening event is the receipt of the request.
  const std::string& replying_domain() const { return replying_domain_; }
  // The case is among agencies of one domain.
  bool domestic() const { return domestic_; }
  // The event is for its author's own side alone: its kind belongs in an own
  // lane, it names who protects, or its audience is smaller than the case's.
  bool OwnSide(const InterpretedEvent& event) const;
  // The event's kind belongs in its lane and in the case's procedure.
  bool InPlace(const InterpretedEvent& event) const;

  // The events held give the author of the event at `place` a role that may
  // write it: one that it has there or comes to have later. What it wrote
  // after it lost the role does not count.
  bool Admits(size_t place, const InterpretedEvent& event) const;
  // The role change at `place` took effect.
  bool TookEffect(size_t place) const;

  // Who has the roles that face the other side, after all events; ascending.
  std::vector<v1::Participant> participants() const;
  // Who protects in the domains of the case, after all events; ascending.
  std::vector<v1::Participant> protectors() const;

 private:
  // From `from` on the agency has the role, until the next tenure begins.
  struct Tenure {
    size_t from;
    std::string agency;
  };
  // The domain is empty except for protection, which each domain names itself.
  using Key = std::pair<v1::Role, std::string>;

  void Open(size_t place, const InterpretedEvent& event);
  // Tries what waits, again after each role that got its first holder: that,
  // and the opening, is all that a change can wait for.
  void TakeWaiting(size_t place, std::span<const InterpretedEvent> events,
                   std::vector<size_t>& waiting);
  // False if what the change builds on is not there (yet).
  bool TakeEffect(size_t place, const InterpretedEvent& event);
  bool SideMayName(v1::Role role, const std::string& domain) const;
  bool IsParty(const std::string& domain) const;
  bool Holds(const std::string& agency, const Key& key, size_t place) const;
  bool MayWrite(v1::Role role, size_t place, const base::AgencyName& by) const;
  const std::string* Holder(const Key& key) const;

  std::optional<size_t> opening_;
  std::string opener_;
  v1::Procedure procedure_ = v1::PROCEDURE_UNSPECIFIED;
  std::string replying_domain_;
  bool domestic_ = false;
  std::map<Key, std::vector<Tenure>> tenures_;
  std::set<size_t> effective_;  // places of role changes that took effect
};

}  // namespace sijill::casestate
