// SPDX-License-Identifier: Apache-2.0
// The header of an event: what is hashed, sealed, stored and shipped as one
// string of bytes. FORMAT.md, "Header". Pure, safe from every thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"

namespace sijill::event {

inline constexpr uint32_t kFormat = 1;
inline constexpr size_t kMaxHeaderBytes = 8192;
inline constexpr size_t kMaxAudience = 16;
inline constexpr size_t kMaxSeen = 64;
// 9999-12-31T23:59:59.999999Z, the last instant of RFC 3339.
inline constexpr uint64_t kMaxRecordedAt = 253'402'300'799'999'999;
// From here on, kinds of the author's own log.
inline constexpr uint32_t kFirstOwnLogKind = 32768;
// The audience of every admitted domain.
inline constexpr std::string_view kEveryone = "*";

// The fields, in the order of their numbers (1 to 14). A plain value: the rules
// between the fields are CheckHeader()'s.
struct Header {
  uint32_t format = kFormat;
  std::string exchange;
  base::StreamName stream;
  base::AgencyName author;
  std::optional<base::Hash> key_id;  // absent: unsealed, own-log kinds only
  std::vector<std::string> audience;
  uint64_t sequence = 0;               // in the lane, first 1
  std::optional<base::Hash> previous;  // absent at sequence 1, only there
  base::Hash random;
  uint32_t kind = 0;
  bool critical = false;
  uint64_t recorded_at = 0;  // microseconds since 1970-01-01T00:00:00Z
  base::Hash content_root;
  std::vector<base::Hash> seen;
  std::string rest;  // of a newer format: what follows field 13, not looked at

  friend bool operator==(const Header&, const Header&) = default;
};

// INVALID_ARGUMENT if the fields break a rule of the format; the text names the
// field and never a value.
absl::Status CheckHeader(const Header& header);

// The header's only bytes. INVALID_ARGUMENT for what ParseHeader() would
// refuse, and for `seen` in a newer format, whose rest is opaque.
absl::StatusOr<std::string> EncodeHeader(const Header& header);

// The fields of `bytes`. INVALID_ARGUMENT for every byte string but the one
// that EncodeHeader() makes of them: a filter, never a re-encoder, so what was
// sealed is kept as it came.
absl::StatusOr<Header> ParseHeader(std::string_view bytes);

// What names the event for ever: SHA-256(tag || header).
base::Hash EventId(std::string_view header_bytes);

// True if both stand in one lane: exchange, stream, author and audience as
// written. The key may change.
bool SameLane(const Header& a, const Header& b);

// INVALID_ARGUMENT unless `later` is the event that follows `earlier`, whose id
// is `earlier_id`, in the same lane.
absl::Status CheckLink(const Header& earlier, const base::Hash& earlier_id,
                       const Header& later);
// The same from bytes that ParseHeader() accepts; INVALID_ARGUMENT otherwise.
absl::Status CheckLink(std::string_view earlier_bytes,
                       std::string_view later_bytes);

bool IsOwnLogKind(uint32_t kind);

// Whether everyone in `inner` is in `outer`: "*" contains every audience, and
// only "*" contains "*". Both as a header has them (ascending).
bool AudienceContains(std::span<const std::string> outer,
                      std::span<const std::string> inner);

}  // namespace sijill::event
