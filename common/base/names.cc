// SPDX-License-Identifier: Apache-2.0
#include "common/base/names.h"

#include <optional>

#include "absl/status/status.h"
#include "common/base/base32.h"
#include "common/base/text.h"

namespace sijill::base {
namespace {

constexpr std::string_view kAgencies = "/agencies/";

bool IsLabel(std::string_view label) {
  if (label.empty() || label.front() == '-' || label.back() == '-') {
    return false;
  }
  for (const char c : label) {
    const bool allowed =
        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!allowed) return false;
  }
  return true;
}

bool IsCaseId(std::string_view text) {
  const std::optional<std::string> bytes = DecodeBase32(text);
  return bytes && bytes->size() == CaseId::kSize;
}

// "<a>+<b>", different and ascending by octets, so a corridor has one name.
bool IsCorridor(std::string_view text) {
  const size_t plus = text.find('+');
  if (plus == std::string_view::npos) return false;
  const std::string_view a = text.substr(0, plus);
  const std::string_view b = text.substr(plus + 1);
  return IsName(a) && IsName(b) && a < b;
}

bool IsPost(std::string_view text) {
  const size_t slash = text.find('/');
  return slash != std::string_view::npos && IsName(text.substr(0, slash)) &&
         IsName(text.substr(slash + 1));
}

std::optional<StreamName::Shape> ShapeOf(std::string_view text) {
  using Shape = StreamName::Shape;
  if (ConsumePrefix(text, "cases/")) {
    if (IsCaseId(text)) return Shape::kCase;
  } else if (ConsumePrefix(text, "corridors/")) {
    if (IsCorridor(text)) return Shape::kCorridor;
  } else if (ConsumePrefix(text, "posts/")) {
    if (IsPost(text)) return Shape::kPost;
  } else if (ConsumePrefix(text, "nodes/")) {
    if (IsName(text)) return Shape::kNode;
  } else if (ConsumePrefix(text, "registry/")) {
    if (IsName(text)) return Shape::kRegistry;
  }
  return std::nullopt;
}

}  // namespace

bool IsName(std::string_view text) {
  if (text.empty() || text.size() > 253) return false;
  while (true) {
    const size_t dot = text.find('.');
    if (!IsLabel(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

absl::StatusOr<DomainName> DomainName::Parse(std::string_view text) {
  if (!IsName(text)) {
    return absl::InvalidArgumentError(
        "a trust domain is written in lower-case labels joined by dots");
  }
  return DomainName(std::string(text));
}

absl::StatusOr<AgencyName> AgencyName::Parse(std::string_view text) {
  const size_t at = text.find(kAgencies);
  if (at == std::string_view::npos || !IsName(text.substr(0, at)) ||
      !IsName(text.substr(at + kAgencies.size()))) {
    return absl::InvalidArgumentError(
        "an agency is written <domain>/agencies/<name>");
  }
  return AgencyName(std::string(text));
}

AgencyName AgencyName::Node(const DomainName& domain) {
  return AgencyName(StrCat(domain.str(), kAgencies, "node"));
}

std::string_view AgencyName::domain() const {
  return std::string_view(str()).substr(0, str().find('/'));
}

std::string_view AgencyName::agency() const {
  return std::string_view(str()).substr(str().rfind('/') + 1);
}

absl::StatusOr<StreamName> StreamName::Parse(std::string_view text) {
  const std::optional<Shape> shape = ShapeOf(text);
  if (!shape) return absl::InvalidArgumentError("not the name of a stream");
  return StreamName(std::string(text), *shape);
}

StreamName StreamName::ForCase(const CaseId& id) {
  return StreamName(StrCat("cases/", EncodeBase32(id.view())), Shape::kCase);
}

StreamName StreamName::ForNode(const DomainName& domain) {
  return StreamName(StrCat("nodes/", domain.str()), Shape::kNode);
}

StreamName StreamName::ForRegistry(const DomainName& domain) {
  return StreamName(StrCat("registry/", domain.str()), Shape::kRegistry);
}

}  // namespace sijill::base
