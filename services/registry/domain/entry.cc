// SPDX-License-Identifier: Apache-2.0
#include "services/registry/domain/entry.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::registry {
namespace {

constexpr size_t kMaxText = 200;  // bytes
constexpr int kMaxServed = 100;   // agencies that a post serves
constexpr std::string_view kNodeAgency = "node";

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
  if (pieces.size() == 3 && pieces[1] == "node" && base::IsName(pieces[2])) {
    return Identity{.domain = pieces[0], .kind = "node"};
  }
  if (pieces.size() == 5 && pieces[1] == "agency" &&
      (pieces[3] == "system" || pieces[3] == "officer") &&
      base::IsName(pieces[2]) && base::IsName(pieces[4])) {
    return Identity{
        .domain = pieces[0], .kind = pieces[3], .agency = pieces[2]};
  }
  return std::nullopt;
}

absl::Status UnknownAgency(std::string message) {
  return refusal::Refuse(absl::StatusCode::kInvalidArgument, "AGENCY_UNKNOWN",
                         std::move(message));
}

// Whether an agency stands in the registry, acting or not.
bool Stands(const decision::Directory& directory, std::string_view agency) {
  return directory.agencies.find(agency) != directory.agencies.end();
}

}  // namespace

absl::Status CheckAgency(const v1::Agency& agency) {
  refusal::FieldProblems problems;
  const auto name = base::AgencyName::Parse(agency.name());
  if (!name.ok()) {
    problems.Add("agency.name", "written <domain>/agencies/<name>");
  } else if (name->agency() == kNodeAgency) {
    problems.Add("agency.name", "not the node's own, which every domain has");
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
  if (agency.calendar().size() > kMaxText) {
    problems.Add("agency.calendar", "at most 200 bytes");
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
  const auto agency = base::AgencyName::Parse(post.agency());
  if (!agency.ok()) {
    problems.Add("post.agency", "written <domain>/agencies/<name>");
  } else if (stream.ok() && !post.name().starts_with(base::StrCat(
                                "posts/", agency->domain(), "/"))) {
    problems.Add("post.name", "of the domain of its agency");
  }
  if (post.serves_size() > kMaxServed) {
    problems.Add("post.serves", "at most 100 agencies");
  }
  for (int i = 0; i < std::min(post.serves_size(), kMaxServed); ++i) {
    if (!base::AgencyName::Parse(post.serves(i)).ok()) {
      problems.Add(base::StrCat("post.serves[", i, "]"),
                   "written <domain>/agencies/<name>");
    }
  }
  RETURN_IF_ERROR(problems.status());
  // A post that is closed may outlive its agency.
  const bool known = post.retired()
                         ? Stands(directory, post.agency())
                         : directory.FindAgency(post.agency()) != nullptr;
  if (!known) return UnknownAgency("post.agency is none of this registry");
  for (const std::string& served : post.serves()) {
    if (!Stands(directory, served)) {
      return UnknownAgency("post.serves names an agency not of this registry");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckGrant(const v1::Grant& grant, const base::DomainName& domain,
                        const decision::Directory& directory) {
  refusal::FieldProblems problems;
  const auto identity = ParseIdentity(grant.identity());
  if (!identity || identity->domain != domain.str()) {
    problems.Add("grant.identity",
                 "the URI of a node, system or officer of the own domain");
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
  RETURN_IF_ERROR(problems.status());
  // Duties are taken away whatever became of the agency.
  if (grant.duties().empty() || identity->agency.empty()) {
    return absl::OkStatus();
  }
  if (directory.FindAgency(base::StrCat(domain.str(), "/agencies/",
                                        identity->agency)) == nullptr) {
    return UnknownAgency("grant.identity is of no agency of this registry");
  }
  return absl::OkStatus();
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
