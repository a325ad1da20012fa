// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/roles.h"

#include <algorithm>

#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casestate {
namespace {

bool OfReplyingSide(v1::Role role) {
  return role == v1::ROLE_REQUESTED || role == v1::ROLE_CONSULATE ||
         role == v1::ROLE_BORDER;
}

bool FacesTheOtherSide(v1::Role role) {
  return role == v1::ROLE_REQUESTING || OfReplyingSide(role);
}

// The domain of a well-formed agency name; empty otherwise.
std::string DomainOf(const std::string& agency) {
  const auto name = base::AgencyName::Parse(agency);
  return name.ok() ? std::string(name->domain()) : std::string();
}

bool IsRoleChange(const InterpretedEvent& event) {
  return event.understood() &&
         (event.event().kind == v1::EVENT_KIND_PARTICIPANT_ADDED ||
          event.event().kind == v1::EVENT_KIND_ROLE_REASSIGNED);
}

bool FillsVacancy(const InterpretedEvent& change) {
  return change.event().kind == v1::EVENT_KIND_PARTICIPANT_ADDED;
}

const v1::Participant& NamedIn(const InterpretedEvent& event) {
  return event.event().kind == v1::EVENT_KIND_PARTICIPANT_ADDED
             ? event.part<v1::ParticipantAdded>().participant()
             : event.part<v1::RoleReassigned>().participant();
}

// An opening event names its author in a role that may open this procedure.
bool Opens(const InterpretedEvent& event) {
  if (!event.understood() || !event.kind()->opening) return false;
  const auto& terms = event.part<v1::OpeningTerms>();
  const auto writers = event.kind()->Writers(terms.procedure());
  return std::any_of(terms.participants().begin(), terms.participants().end(),
                     [&](const v1::Participant& participant) {
                       return participant.agency() ==
                                  event.event().author.str() &&
                              std::find(writers.begin(), writers.end(),
                                        participant.role()) != writers.end();
                     });
}

// The first agency that the terms name in the role; empty if none.
std::string Named(const v1::OpeningTerms& terms, v1::Role role) {
  for (const v1::Participant& participant : terms.participants()) {
    if (participant.role() == role) return participant.agency();
  }
  return "";
}

}  // namespace

Roles::Roles(std::span<const InterpretedEvent> events) {
  std::vector<size_t> waiting;
  for (size_t place = 0; place < events.size(); ++place) {
    const InterpretedEvent& event = events[place];
    if (!opening_.has_value() && Opens(event)) {
      Open(place, event);
      TakeWaiting(place, events, waiting);
    } else if (IsRoleChange(event)) {
      if (!TakeEffect(place, event)) {
        waiting.push_back(place);
        continue;
      }
      effective_.insert(place);
      if (FillsVacancy(event)) TakeWaiting(place, events, waiting);
    }
  }
}

void Roles::TakeWaiting(size_t place, std::span<const InterpretedEvent> events,
                        std::vector<size_t>& waiting) {
  bool filled = true;
  while (filled) {
    filled = false;
    std::vector<size_t> still;
    for (const size_t change : waiting) {
      if (filled || !TakeEffect(place, events[change])) {
        still.push_back(change);
        continue;
      }
      effective_.insert(change);
      filled = FillsVacancy(events[change]);
    }
    waiting = std::move(still);
  }
}

void Roles::Open(size_t place, const InterpretedEvent& event) {
  const auto& terms = event.part<v1::OpeningTerms>();
  opening_ = place;
  opener_ = event.event().author.str();
  procedure_ = terms.procedure();
  domestic_ = event.event().audience.size() == 1;
  const std::string requested = Named(terms, v1::ROLE_REQUESTED);
  replying_domain_ = DomainOf(
      requested.empty() ? Named(terms, v1::ROLE_CONSULATE) : requested);
  for (const v1::Role role : {v1::ROLE_REQUESTING, v1::ROLE_REQUESTED,
                              v1::ROLE_CONSULATE, v1::ROLE_BORDER}) {
    const std::string agency = Named(terms, role);
    const std::string domain = DomainOf(agency);
    if (domain.empty()) continue;
    if (OfReplyingSide(role) && domain != replying_domain_) continue;
    tenures_[{role, ""}] = {{.from = place, .agency = agency}};
  }
}

bool Roles::IsParty(const std::string& domain) const {
  if (DomainOf(opener_) == domain) return true;
  return std::any_of(tenures_.begin(), tenures_.end(), [&](const auto& entry) {
    return entry.first.first != v1::ROLE_PROTECTION &&
           std::any_of(entry.second.begin(), entry.second.end(),
                       [&](const Tenure& tenure) {
                         return DomainOf(tenure.agency) == domain;
                       });
  });
}

bool Roles::SideMayName(v1::Role role, const std::string& domain) const {
  if (!IsParty(domain)) return false;
  if (OfReplyingSide(role)) return domain == replying_domain_;
  if (role == v1::ROLE_REQUESTING) {
    return domestic_ || domain != replying_domain_;
  }
  return role == v1::ROLE_PROTECTION;
}

const std::string* Roles::Holder(const Key& key) const {
  const auto found = tenures_.find(key);
  return found == tenures_.end() ? nullptr : &found->second.back().agency;
}

bool Roles::TakeEffect(size_t place, const InterpretedEvent& event) {
  if (!opening_.has_value() || !InPlace(event)) return false;
  const v1::Participant& change = NamedIn(event);
  const std::string domain(event.event().author.domain());
  if (DomainOf(change.agency()) != domain ||
      !SideMayName(change.role(), domain)) {
    return false;
  }
  const bool protection = change.role() == v1::ROLE_PROTECTION;
  const Key key{change.role(), protection ? domain : std::string()};
  const std::string* holder = Holder(key);
  const bool adds = event.event().kind == v1::EVENT_KIND_PARTICIPANT_ADDED;
  if (adds != (holder == nullptr)) return false;
  if (holder != nullptr && DomainOf(*holder) != domain) return false;
  tenures_[key].push_back({.from = place, .agency = change.agency()});
  return true;
}

bool Roles::OwnSide(const InterpretedEvent& event) const {
  if (event.kind() != nullptr && event.kind()->lane == v1::LANE_OWN) {
    return true;
  }
  if (IsRoleChange(event) && NamedIn(event).role() == v1::ROLE_PROTECTION) {
    return true;
  }
  return !domestic_ && event.event().audience.size() == 1;
}

bool Roles::InPlace(const InterpretedEvent& event) const {
  const Kind* kind = event.kind();
  if (kind == nullptr || kind->Writers(procedure_).empty()) return false;
  const bool small = event.event().audience.size() == 1;
  const bool own_kind =
      kind->lane == v1::LANE_OWN ||
      (IsRoleChange(event) && !FacesTheOtherSide(NamedIn(event).role()));
  if (own_kind) return small;
  return kind->lane == v1::LANE_SHARED && small == domestic_;
}

bool Roles::Holds(const std::string& agency, const Key& key,
                  size_t place) const {
  const auto found = tenures_.find(key);
  if (found == tenures_.end()) return false;
  const std::vector<Tenure>& tenures = found->second;
  for (size_t i = 0; i < tenures.size(); ++i) {
    const bool ended = i + 1 < tenures.size() && tenures[i + 1].from <= place;
    if (tenures[i].agency == agency && !ended) return true;
  }
  return false;
}

bool Roles::MayWrite(v1::Role role, size_t place,
                     const base::AgencyName& by) const {
  const std::string domain(by.domain());
  switch (role) {
    case v1::ROLE_OPENER:
      return by.str() == opener_;
    case v1::ROLE_NODE:
      return by.agency() == "node" && IsParty(domain);
    case v1::ROLE_PROTECTION:
      return Holds(by.str(), {role, domain}, place);
    default:
      return Holds(by.str(), {role, ""}, place);
  }
}

bool Roles::Admits(size_t place, const InterpretedEvent& event) const {
  if (!opening_.has_value()) return false;
  if (event.kind()->opening) return place == *opening_;
  if (IsRoleChange(event)) return TookEffect(place);
  const auto writers = event.kind()->Writers(procedure_);
  return std::any_of(writers.begin(), writers.end(), [&](v1::Role role) {
    return MayWrite(role, place, event.event().author);
  });
}

bool Roles::TookEffect(size_t place) const {
  return effective_.contains(place);
}

std::vector<v1::Participant> Roles::participants() const {
  std::vector<v1::Participant> result;
  const auto add = [&](v1::Role role, const std::string& agency) {
    result.emplace_back();
    result.back().set_role(role);
    result.back().set_agency(agency);
  };
  if (!opener_.empty()) add(v1::ROLE_OPENER, opener_);
  for (const auto& [key, tenures] : tenures_) {
    if (key.first == v1::ROLE_PROTECTION) continue;
    add(key.first, tenures.back().agency);
  }
  return result;
}

std::vector<v1::Participant> Roles::protectors() const {
  std::vector<v1::Participant> result;
  for (const auto& [key, tenures] : tenures_) {
    if (key.first != v1::ROLE_PROTECTION) continue;
    result.emplace_back();
    result.back().set_role(key.first);
    result.back().set_agency(tenures.back().agency);
  }
  return result;
}

}  // namespace sijill::casestate
