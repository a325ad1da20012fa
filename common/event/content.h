// SPDX-License-Identifier: Apache-2.0
// Content: the parts of an event, their commitments and the root that the
// header names. FORMAT.md, "Content" and "At rest". Pure, safe from every
// thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::event {

inline constexpr size_t kMaxParts = 16;
inline constexpr size_t kMaxPartBytes = 4'194'304;  // without the salt

// A part as its reader has it. An absent part has a salt and no bytes; absent
// and empty are the same. Personal data: never logged.
struct Part {
  base::Hash salt;  // random, the part's own
  std::string bytes;

  friend bool operator==(const Part&, const Part&) = default;
};

// A part on the wire: itself, or the commitment of one that is withheld.
using WirePart = std::variant<Part, base::Hash>;

// From fields of bytes. INVALID_ARGUMENT if the salt or the commitment has not
// 32 bytes, or the part more than kMaxPartBytes.
absl::StatusOr<WirePart> ParsePart(std::string_view salt, std::string bytes);
absl::StatusOr<WirePart> ParseWithheldPart(std::string_view commitment);

// SHA-256(tag || salt || u64 length || bytes); binds the part and, thanks to
// the salt, tells nothing of it.
base::Hash Commitment(const Part& part);
// The same, or what stands for it.
base::Hash Commitment(const WirePart& part);

// MTH of the commitments, in the order that the kind fixes.
base::Hash ContentRoot(std::span<const base::Hash> commitments);

// INVALID_ARGUMENT unless `parts` are all 1 to 16 parts that `content_root`
// (field 13) commits to, none longer than kMaxPartBytes.
absl::Status CheckContent(std::span<const WirePart> parts,
                          const base::Hash& content_root);

// Names the key that content at rest is encrypted under.
using DataKeyId = base::FixedBytes<16>;

// What binds a stored part to its place: tag || data key id || commitment.
std::string RestAad(const DataKeyId& data_key_id, const base::Hash& commitment);
// What is encrypted: salt || bytes.
std::string RestPlaintext(const Part& part);
// DATA_LOSS unless that is the part that `commitment` commits to.
absl::StatusOr<Part> ParseRestPlaintext(std::string_view plaintext,
                                        const base::Hash& commitment);

}  // namespace sijill::event
