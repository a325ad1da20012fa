// SPDX-License-Identifier: Apache-2.0
// Checkpoints (C2SP tlog-checkpoint): the text of a note in which a log states
// its size and root.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::merkle {

// A log at one size.
struct Checkpoint {
  std::string origin;  // names the log: IsOrigin()
  uint64_t size = 0;   // leaves, at most kMaxTreeSize
  base::Hash root;     // of the tree of `size` leaves

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// True if `origin` may name a log: not empty, UTF-8, no control character below
// U+0020. (The specification only recommends to avoid spaces and "+".)
bool IsOrigin(std::string_view origin);

// "<origin>\n<size>\n<base64 of root>\n". Requires what the fields say.
std::string FormatCheckpoint(const Checkpoint& checkpoint);

// Reads what FormatCheckpoint() wrote, from the text of a note whose signature
// the caller has verified. INVALID_ARGUMENT for any other text, and for an
// empty tree with another root than EmptyRoot(). Extension lines are refused:
// the specification recommends none, no log of this network writes them, and
// nobody could audit what they say.
absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text);

}  // namespace sijill::merkle
