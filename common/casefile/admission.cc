// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/admission.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/event/header.h"

namespace sijill::casefile {
namespace {

bool Names(std::span<const std::string> audience, std::string_view domain) {
  return std::ranges::find(audience, domain) != audience.end();
}

bool IsForEveryone(std::span<const std::string> audience) {
  return audience.size() == 1 && audience.front() == event::kEveryone;
}

bool IsOwn(std::span<const std::string> audience, std::string_view domain) {
  return audience.size() == 1 && audience.front() == domain;
}

}  // namespace

bool AudienceNames(std::span<const std::string> audience,
                   const base::DomainName& domain) {
  return IsForEveryone(audience) || Names(audience, domain.str());
}

bool StreamAdmits(const base::StreamName& stream,
                  const base::AgencyName& author,
                  std::span<const std::string> audience) {
  const std::string_view name = stream.str();
  const std::string_view rest = name.substr(name.find('/') + 1);
  const std::string_view domain = author.domain();
  switch (stream.shape()) {
    case base::StreamName::Shape::kCase:
      return !IsForEveryone(audience);
    case base::StreamName::Shape::kCorridor: {
      const auto ends = base::Split(rest, '+');
      return std::ranges::find(ends, domain) != ends.end() &&
             std::ranges::all_of(audience, [&](const std::string& reader) {
               return std::ranges::find(ends, reader) != ends.end();
             });
    }
    case base::StreamName::Shape::kPost: {
      const std::string_view owner = rest.substr(0, rest.find('/'));
      return owner == domain || IsForEveryone(audience) ||
             Names(audience, owner);
    }
    case base::StreamName::Shape::kNode:
      // Keys are for everyone; what machines note for their own side is not.
      return rest == domain && author.agency() == "node" &&
             (IsForEveryone(audience) || IsOwn(audience, domain));
    case base::StreamName::Shape::kRegistry:
      return rest == domain && IsOwn(audience, domain);
  }
  return false;
}

}  // namespace sijill::casefile
