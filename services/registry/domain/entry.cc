// SPDX-License-Identifier: Apache-2.0
#include "services/registry/domain/entry.h"

#include <algorithm>
#include <string>

#include "absl/time/time.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::registry {
namespace {

constexpr size_t kMaxText = 200;

void CheckText(std::string_view field, const std::string& text,
               refusal::FieldProblems& problems) {
  if (text.empty()) problems.Add(std::string(field), "required");
  if (text.size() > kMaxText) {
    problems.Add(std::string(field), "at most 200 bytes");
  }
}

bool IsState(const std::string& text) {
  return text.size() == 3 &&
         std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

// The domain and the agency (empty for a node) of a SPIFFE identity.
struct Identity {
  std::string_view domain;
  std::string_view kind;  // "node", "system", "officer"
  std::string_view agency;
};

std::optional<Identity> ParseIdentity(std::string_view uri) {
  if (!base::ConsumePrefix(uri, "spiffe://")) return std::nullopt;
  const auto pieces = base::Split(uri, '/');
  if (pieces.size() == 3 && pieces[1] == "node") {
    return Identity{.domain = pieces[0], .kind = "node"};
  }
  if (pieces.size() == 5 && pieces[1] == "agency" &&
      (pieces[3] == "system" || pieces[3] == "officer") &&
      base::IsName(pieces[4])) {
    return Identity{
        .domain = pieces[0], .kind = pieces[3], .agency = pieces[2]};
  }
  return std::nullopt;
}

}  // namespace

absl::Status CheckAgency(const v1::Agency& agency) {
  refusal::FieldProblems problems;
  if (!base::AgencyName::Parse(agency.name()).ok()) {
    problems.Add("agency.name", "written <domain>/agencies/<name>");
  }
  CheckText("agency.display_name", agency.display_name(), problems);
  if (!IsState(agency.state())) {
    problems.Add("agency.state", "three letters, as in Doc 9303-3 section 5");
  }
  absl::TimeZone zone;
  if (agency.time_zone().empty() ||
      !absl::LoadTimeZone(agency.time_zone(), &zone)) {
    problems.Add("agency.time_zone", "an IANA name, such as Africa/Cairo");
  }
  for (int i = 0; i < agency.roles_size(); ++i) {
    const v1::Role role = agency.roles(i);
    if (role < v1::ROLE_OPENER || role > v1::ROLE_PROTECTION) {
      problems.Add(base::StrCat("agency.roles[", i, "]"),
                   "a role that an agency has in a case");
    }
  }
  return problems.status();
}

absl::Status CheckPost(const v1::Post& post,
                       const decision::Directory& directory) {
  refusal::FieldProblems problems;
  const auto stream = base::StreamName::Parse(post.name());
  if (!stream.ok() || stream->shape() != base::StreamName::Shape::kPost) {
    problems.Add("post.name", "written posts/<domain>/<name>");
  }
  CheckText("post.display_name", post.display_name(), problems);
  if (directory.FindAgency(post.agency()) == nullptr) {
    problems.Add("post.agency", "an agency of this registry");
  } else if (!post.name().starts_with(base::StrCat(
                 "posts/", post.agency().substr(0, post.agency().find('/')),
                 "/"))) {
    problems.Add("post.name", "of the domain of its agency");
  }
  return problems.status();
}

absl::Status CheckGrant(const v1::Grant& grant, const base::DomainName& domain,
                        const decision::Directory& directory) {
  refusal::FieldProblems problems;
  const auto identity = ParseIdentity(grant.identity());
  if (!identity || identity->domain != domain.str()) {
    problems.Add("grant.identity",
                 "the URI of a node, system or officer of the own domain");
  } else if (!identity->agency.empty() &&
             directory.FindAgency(base::StrCat(domain.str(), "/agencies/",
                                               identity->agency)) == nullptr) {
    problems.Add("grant.identity", "of an agency of this registry");
  }
  for (int i = 0; i < grant.duties_size(); ++i) {
    if (!v1::Duty_IsValid(grant.duties(i)) ||
        grant.duties(i) == v1::DUTY_UNSPECIFIED ||
        grant.duties(i) == v1::DUTY_PEER) {
      problems.Add(base::StrCat("grant.duties[", i, "]"),
                   "a duty of a person or a system; peers are made known to "
                   "the node");
    }
  }
  if (grant.asserts_officers() && identity && identity->kind != "system") {
    problems.Add("grant.asserts_officers", "of a system's certificate only");
  }
  return problems.status();
}

void Apply(const v1::RegistryChanged& changed, decision::Directory& directory) {
  switch (changed.entry_case()) {
    case v1::RegistryChanged::kAgency:
      directory.agencies[changed.agency().name()] = changed.agency();
      break;
    case v1::RegistryChanged::kPost:
      directory.posts[changed.post().name()] = changed.post();
      break;
    case v1::RegistryChanged::kGrant:
      directory.grants[changed.grant().identity()] = changed.grant();
      break;
    case v1::RegistryChanged::ENTRY_NOT_SET:
      break;
  }
}

}  // namespace sijill::registry
