// SPDX-License-Identifier: Apache-2.0
#include "common/pki/spiffe_id.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::pki {
namespace {

using Kind = SpiffeId::Kind;

constexpr std::array<std::pair<Kind, std::string_view>, 4> kKinds = {{
    {Kind::kNode, "node"},
    {Kind::kSystem, "system"},
    {Kind::kOfficer, "officer"},
    {Kind::kSeal, "seal"},
}};

absl::Status NotAnId() {
  return absl::InvalidArgumentError(
      "the URI is no identity of this network: it is written "
      "spiffe://<domain>/node/<name> or "
      "spiffe://<domain>/agency/<agency>/<system|officer|seal>/<name>");
}

bool IsSealNumber(std::string_view text) {
  const std::optional<uint64_t> number = base::ParseDecimal(text);
  return number && *number >= 1 &&
         *number <= std::numeric_limits<uint32_t>::max();
}

}  // namespace

absl::StatusOr<SpiffeId> SpiffeId::Parse(std::string_view uri) {
  std::string_view rest = uri;
  if (!base::ConsumePrefix(rest, "spiffe://")) return NotAnId();
  const std::vector<std::string_view> parts = base::Split(rest, '/');
  absl::StatusOr<base::DomainName> domain = base::DomainName::Parse(parts[0]);
  if (!domain.ok()) return NotAnId();
  if (parts.size() == 3 && parts[1] == "node" && base::IsName(parts[2])) {
    base::AgencyName agency = base::AgencyName::Node(*domain);
    return SpiffeId(std::string(uri), Kind::kNode, *std::move(domain),
                    std::move(agency));
  }
  if (parts.size() != 5 || parts[1] != "agency") return NotAnId();
  const absl::StatusOr<Kind> kind = ParseKind(parts[3]);
  if (!kind.ok() || *kind == Kind::kNode) return NotAnId();
  const bool named =
      *kind == Kind::kSeal ? IsSealNumber(parts[4]) : base::IsName(parts[4]);
  absl::StatusOr<base::AgencyName> agency =
      base::AgencyName::Parse(base::StrCat(parts[0], "/agencies/", parts[2]));
  if (!named || !agency.ok()) return NotAnId();
  return SpiffeId(std::string(uri), *kind, *std::move(domain),
                  *std::move(agency));
}

absl::StatusOr<SpiffeId> SpiffeId::Of(Kind kind, const base::DomainName& domain,
                                      std::string_view agency,
                                      std::string_view name) {
  if ((kind == Kind::kNode) != agency.empty()) {
    return absl::InvalidArgumentError(
        "systems, officers and seals belong to an agency, nodes to none");
  }
  std::string uri = base::StrCat("spiffe://", domain.str());
  if (kind != Kind::kNode) uri += base::StrCat("/agency/", agency);
  uri += base::StrCat("/", KindName(kind), "/", name);
  ASSIGN_OR_RETURN(SpiffeId id, Parse(uri));
  return id;
}

std::string_view SpiffeId::name() const {
  return std::string_view(str()).substr(str().rfind('/') + 1);
}

std::string_view KindName(SpiffeId::Kind kind) {
  return kKinds[static_cast<size_t>(kind)].second;
}

absl::StatusOr<SpiffeId::Kind> ParseKind(std::string_view text) {
  for (const auto& [kind, name] : kKinds) {
    if (name == text) return kind;
  }
  return absl::InvalidArgumentError(
      "a certificate is for a node, system, officer or seal");
}

}  // namespace sijill::pki
