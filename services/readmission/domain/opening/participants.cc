// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/participants.h"

#include <algorithm>

#include "common/base/names.h"
#include "common/base/text.h"
#include "common/decision/evidence_grading.h"
#include "common/refusal/refusal.h"

namespace sijill::readmission {
namespace {

std::string DomainOf(std::string_view agency) {
  const auto name = base::AgencyName::Parse(agency);
  return name.ok() ? std::string(name->domain()) : std::string();
}

const NamedAgency* Find(const Opening& opening, v1::Role role) {
  const auto found = std::ranges::find(opening.named, role, &NamedAgency::role);
  return found == opening.named.end() ? nullptr : &*found;
}

const v1::Agency* Lookup(const decision::Directory& directory,
                         std::string_view name, v1::Role role) {
  const v1::Agency* agency = directory.FindAgency(name);
  const bool fit =
      agency != nullptr &&
      std::ranges::find(agency->roles(), role) != agency->roles().end();
  return fit ? agency : nullptr;
}

void CheckSides(const Opening& opening, const Parties& parties,
                std::string_view replying, form::Problems& problems) {
  const std::string domain = DomainOf(replying);
  for (const NamedAgency& named : opening.named) {
    if (named.role != v1::ROLE_REQUESTING && DomainOf(named.agency) != domain) {
      problems.Add(std::string(named.field),
                   "of another domain than the agency that replies");
    }
  }
  if (parties.requesting != nullptr && parties.replying != nullptr &&
      decision::SameState(parties.requesting->state(),
                          parties.replying->state())) {
    problems.Add(opening.opener == v1::ROLE_CONSULATE
                     ? "requesting_agency"
                     : std::string(opening.named.front().field),
                 "acts for the same State as the one that asks");
  }
}

void CheckPost(const Opening& opening, const decision::Directory& directory,
               std::string_view replying, std::string_view consulate,
               form::Problems& problems, Parties& parties) {
  if (opening.post.empty()) return;
  const auto name = base::StreamName::Parse(opening.post);
  if (!name.ok() || name->shape() != base::StreamName::Shape::kPost) {
    return problems.Add("post", "no name of the form posts/{domain}/{name}");
  }
  const v1::Post* post = directory.FindPost(opening.post);
  const bool serves =
      post != nullptr && parties.requesting != nullptr &&
      (post->serves().empty() ||
       std::ranges::find(post->serves(), parties.requesting->name()) !=
           post->serves().end());
  if (!serves || DomainOf(post->agency()) != DomainOf(replying)) {
    parties.unknown.emplace_back("post");
  } else if (!consulate.empty() && post->agency() != consulate) {
    problems.Add("post", "another agency acts there than consulate_agency");
  }
}

}  // namespace

Parties FindParties(const Opening& opening, const decision::Context& context,
                    form::Problems& problems) {
  const std::string& actor = context.actor.agency.str();
  std::vector<NamedAgency> all = opening.named;
  all.push_back({opening.opener, "", actor});
  std::ranges::sort(all, {}, &NamedAgency::role);
  Parties parties;
  std::string_view replying;
  std::string_view consulate;
  for (const NamedAgency& named : all) {
    if (!base::AgencyName::Parse(named.agency).ok()) {
      problems.Add(std::string(named.field),
                   "no name of the form {domain}/agencies/{name}");
      continue;
    }
    v1::Participant& participant = parties.participants.emplace_back();
    participant.set_role(named.role);
    participant.set_agency(std::string(named.agency));
    parties.domains.insert(DomainOf(named.agency));
    const v1::Agency* known =
        Lookup(context.directory, named.agency, named.role);
    if (known == nullptr && !named.field.empty()) {
      parties.unknown.emplace_back(named.field);
    }
    if (named.role == v1::ROLE_REQUESTING) parties.requesting = known;
    if (named.role == v1::ROLE_CONSULATE) consulate = named.agency;
    const bool replies = named.role == v1::ROLE_REQUESTED ||
                         (named.role == v1::ROLE_CONSULATE &&
                          Find(opening, v1::ROLE_REQUESTED) == nullptr);
    if (replies) {
      parties.replying = known;
      replying = named.agency;
    }
  }
  if (!replying.empty()) {
    CheckSides(opening, parties, replying, problems);
    CheckPost(opening, context.directory, replying, consulate, problems,
              parties);
  }
  return parties;
}

absl::Status RequireKnown(const Parties& parties) {
  if (parties.unknown.empty()) return absl::OkStatus();
  std::string fields;
  for (const std::string& field : parties.unknown) {
    fields += base::StrCat(fields.empty() ? "" : ",", field);
  }
  return refusal::Refuse(
      absl::StatusCode::kInvalidArgument, "AGENCY_UNKNOWN",
      base::StrCat("the registry knows no such agency or post in this role: ",
                   fields),
      {{"fields", fields}});
}

}  // namespace sijill::readmission
