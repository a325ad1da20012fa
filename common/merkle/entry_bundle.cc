// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/entry_bundle.h"

#include "absl/status/status.h"
#include "common/base/big_endian.h"
#include "common/merkle/tile.h"

namespace sijill::merkle {

std::string EncodeEntryBundle(std::span<const base::Hash> entries) {
  std::string bytes;
  bytes.reserve(entries.size() * (2 + base::Hash::kSize));
  for (const base::Hash& entry : entries) {
    base::AppendU16(bytes, base::Hash::kSize);
    bytes.append(entry.view());
  }
  return bytes;
}

absl::StatusOr<std::vector<base::Hash>> ParseEntryBundle(std::string_view bytes,
                                                         int width) {
  if (width < 1 || width > kTileWidth) {
    return absl::InvalidArgumentError("no entry bundle has that width");
  }
  std::vector<base::Hash> entries;
  base::ByteReader reader(bytes);
  for (int i = 0; i < width; ++i) {
    const auto length = reader.ReadU16();
    const auto entry = reader.ReadBytes(base::Hash::kSize);
    if (length != base::Hash::kSize || !entry) {
      return absl::InvalidArgumentError("an entry is not 32 bytes");
    }
    entries.push_back(*base::Hash::From(*entry));
  }
  if (!reader.AtEnd()) {
    return absl::InvalidArgumentError("an entry bundle is too long");
  }
  return entries;
}

}  // namespace sijill::merkle
