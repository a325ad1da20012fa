// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <functional>
#include <string>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/event/header.h"
#include "common/event/tag.h"

namespace sijill::event {
namespace {

absl::Status Refused(const char* why) {
  return absl::InvalidArgumentError(why);
}

template <typename T>
bool StrictlyAscending(const std::vector<T>& values) {
  return std::adjacent_find(values.begin(), values.end(),
                            std::greater_equal<T>()) == values.end();
}

absl::Status CheckAudience(const Header& header) {
  const std::vector<std::string>& audience = header.audience;
  const std::string own(header.author.domain());
  if (audience.empty()) return Refused("audience: missing");
  if (audience.size() > kMaxAudience) {
    return Refused("audience: more than 16 domains");
  }
  if (IsOwnLogKind(header.kind) &&
      !(audience.size() == 1 && audience.front() == own)) {
    return Refused("audience: an own-log kind is for the author's domain only");
  }
  if (audience.size() == 1 && audience.front() == kEveryone) {
    return absl::OkStatus();
  }
  if (!std::all_of(audience.begin(), audience.end(), base::IsName)) {
    return Refused("audience: domains, or '*' alone");
  }
  if (!StrictlyAscending(audience)) {
    return Refused("audience: domains ascend by octets, each once");
  }
  if (!std::binary_search(audience.begin(), audience.end(), own)) {
    return Refused("audience: the author's own domain is missing");
  }
  return absl::OkStatus();
}

absl::Status CheckSeen(const Header& header) {
  if (header.seen.size() > kMaxSeen) return Refused("seen: more than 64 ids");
  if (!StrictlyAscending(header.seen)) {
    return Refused("seen: ids ascend, each once");
  }
  if (header.format == kFormat) {
    return header.rest.empty() ? absl::OkStatus()
                               : Refused("an unknown field in format 1");
  }
  return header.seen.empty() ? absl::OkStatus()
                             : Refused("seen: a newer format's is its rest");
}

}  // namespace

absl::Status CheckHeader(const Header& header) {
  if (header.format == 0) return Refused("format: missing");
  if (!base::IsName(header.exchange)) return Refused("exchange: not a name");
  if (!header.key_id && !IsOwnLogKind(header.kind)) {
    return Refused("key id: only an event of an own-log kind is unsealed");
  }
  RETURN_IF_ERROR(CheckAudience(header));
  if (header.sequence == 0) return Refused("sequence: missing");
  if (header.previous.has_value() == (header.sequence == 1)) {
    return Refused("previous: absent at sequence 1 and only there");
  }
  if (header.kind == 0) return Refused("kind: missing");
  if (header.recorded_at == 0) return Refused("recorded-at: missing");
  if (header.recorded_at > kMaxRecordedAt) {
    return Refused("recorded-at: after the year 9999");
  }
  return CheckSeen(header);
}

base::Hash EventId(std::string_view header_bytes) {
  return base::Sha256({kEventTag, header_bytes});
}

bool SameLane(const Header& a, const Header& b) {
  return a.exchange == b.exchange && a.stream == b.stream &&
         a.author == b.author && a.audience == b.audience;
}

absl::Status CheckLink(const Header& earlier, const base::Hash& earlier_id,
                       const Header& later) {
  if (!SameLane(earlier, later)) return Refused("the two stand in two lanes");
  // Written so that the last sequence there is has no successor.
  if (later.sequence == 0 || later.sequence - 1 != earlier.sequence) {
    return Refused("sequence: does not rise by one");
  }
  if (later.previous != earlier_id) {
    return Refused("previous: is not the id of the lane's previous event");
  }
  return absl::OkStatus();
}

absl::Status CheckLink(std::string_view earlier_bytes,
                       std::string_view later_bytes) {
  ASSIGN_OR_RETURN(const Header earlier, ParseHeader(earlier_bytes));
  ASSIGN_OR_RETURN(const Header later, ParseHeader(later_bytes));
  return CheckLink(earlier, EventId(earlier_bytes), later);
}

bool IsOwnLogKind(uint32_t kind) { return kind >= kFirstOwnLogKind; }

bool AudienceContains(std::span<const std::string> outer,
                      std::span<const std::string> inner) {
  if (outer.size() == 1 && outer.front() == kEveryone) return true;
  return std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
}

}  // namespace sijill::event
