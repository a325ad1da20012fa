// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/checkpoint.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "common/base/text.h"
#include "common/merkle/base64.h"
#include "common/merkle/tree.h"

namespace sijill::merkle {

bool IsOrigin(std::string_view origin) {
  return !origin.empty() && base::IsUtf8(origin) &&
         std::all_of(origin.begin(), origin.end(),
                     [](char c) { return static_cast<uint8_t>(c) >= 0x20; });
}

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  return base::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      EncodeBase64(checkpoint.root.view()), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpoint(std::string_view text) {
  const std::vector<std::string_view> lines = base::Split(text, '\n');
  if (lines.size() != 4 || !lines[3].empty()) {
    return absl::InvalidArgumentError("a checkpoint is three lines");
  }
  if (!IsOrigin(lines[0])) {
    return absl::InvalidArgumentError("a checkpoint lacks its origin");
  }
  const std::optional<uint64_t> size = base::ParseDecimal(lines[1]);
  if (!size || *size > kMaxTreeSize) {
    return absl::InvalidArgumentError("a checkpoint's size is no tree's");
  }
  const std::optional<std::string> bytes = DecodeBase64(lines[2]);
  const auto root = base::Hash::From(bytes.value_or(""));
  if (!root || (*size == 0 && *root != EmptyRoot())) {
    return absl::InvalidArgumentError("a checkpoint's root is no tree's");
  }
  return Checkpoint{
      .origin = std::string(lines[0]), .size = *size, .root = *root};
}

}  // namespace sijill::merkle
