// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tile.h"

#include <algorithm>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/merkle/tree.h"

namespace sijill::merkle {
namespace {

constexpr std::string_view kTile = "tile/";
constexpr std::string_view kEntries = "entries";
constexpr std::string_view kPartial = ".p/";

// Tile levels whose hashes cover no more leaves than a tree may have.
constexpr int kUsedLevels = 8;

absl::Status NotATile() {
  return absl::InvalidArgumentError("not the name of a tile");
}

std::string FormatIndex(uint64_t index) {
  std::string digits = std::to_string(index);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  std::string path;
  for (size_t at = 0; at < digits.size(); at += 3) {
    const bool last = at + 3 == digits.size();
    path +=
        base::StrCat(last ? "" : "x", digits.substr(at, 3), last ? "" : "/");
  }
  return path;
}

// The number its digits make, whatever their grouping.
std::optional<uint64_t> ReadIndex(std::string_view path) {
  uint64_t index = 0;
  for (const char c : path) {
    if (c == 'x' || c == '/') continue;
    if (c < '0' || c > '9' || index > kMaxTreeSize / 10) return std::nullopt;
    index = index * 10 + static_cast<uint64_t>(c - '0');
  }
  if (index > kMaxTreeSize) return std::nullopt;
  return index;
}

std::optional<int> ReadNumber(std::string_view text, int most) {
  const std::optional<uint64_t> number = base::ParseDecimal(text);
  if (!number || *number > static_cast<uint64_t>(most)) return std::nullopt;
  return static_cast<int>(*number);
}

// Hashes of `level`, or entries, in a tree of `size` leaves.
uint64_t HashesAt(int level, uint64_t size) {
  if (level == kEntryBundle) return size;
  return level < kUsedLevels ? size >> (level * kTileHeight) : 0;
}

}  // namespace

std::string FormatTileName(const TileName& tile) {
  std::string path =
      base::StrCat(kTile,
                   tile.level == kEntryBundle ? std::string(kEntries)
                                              : std::to_string(tile.level),
                   "/", FormatIndex(tile.index));
  if (tile.width != kTileWidth) path += base::StrCat(kPartial, tile.width);
  return path;
}

absl::StatusOr<TileName> ParseTileName(std::string_view path) {
  std::string_view rest = path;
  if (!base::ConsumePrefix(rest, kTile)) return NotATile();
  const size_t slash = rest.find('/');
  if (slash == rest.npos) return NotATile();
  const std::string_view level_text = rest.substr(0, slash);
  const size_t dot = rest.find(kPartial);
  const std::string_view index_text = rest.substr(slash + 1, dot - slash - 1);
  const std::optional<int> level = level_text == kEntries
                                       ? kEntryBundle
                                       : ReadNumber(level_text, kMaxTileLevel);
  const std::optional<uint64_t> index = ReadIndex(index_text);
  const std::optional<int> width =
      dot == rest.npos
          ? kTileWidth
          : ReadNumber(rest.substr(dot + kPartial.size()), kTileWidth - 1);
  if (!level || !index || !width || *width == 0) return NotATile();
  const TileName tile{.level = *level, .index = *index, .width = *width};
  // What is grouped or padded in another way is not written again the same.
  if (FormatTileName(tile) != path) return NotATile();
  return tile;
}

std::optional<TileName> TileAt(int level, uint64_t index, uint64_t size) {
  const uint64_t hashes = HashesAt(level, size);
  if (index > hashes / kTileWidth) return std::nullopt;
  const uint64_t left = hashes - index * kTileWidth;
  if (left == 0) return std::nullopt;
  const uint64_t width = std::min<uint64_t>(left, kTileWidth);
  return TileName{
      .level = level, .index = index, .width = static_cast<int>(width)};
}

std::vector<TileName> TilesGrown(uint64_t old_size, uint64_t new_size) {
  std::vector<TileName> grown;
  for (int level = kEntryBundle; level < kUsedLevels; ++level) {
    const uint64_t before = HashesAt(level, old_size);
    if (before == HashesAt(level, new_size)) continue;
    uint64_t index = before / kTileWidth;
    while (const auto tile = TileAt(level, index++, new_size)) {
      grown.push_back(*tile);
    }
  }
  return grown;
}

TilePlace PlaceOf(int level, uint64_t index) {
  const int within = level % kTileHeight;
  const uint64_t hash = index << within;
  return {.level = level / kTileHeight,
          .index = hash / kTileWidth,
          .first = static_cast<int>(hash % kTileWidth),
          .count = 1 << within};
}

std::string EncodeTile(std::span<const base::Hash> hashes) {
  std::string bytes;
  bytes.reserve(hashes.size() * base::Hash::kSize);
  for (const base::Hash& hash : hashes) bytes.append(hash.view());
  return bytes;
}

absl::StatusOr<std::vector<base::Hash>> ParseTile(std::string_view bytes,
                                                  int width) {
  constexpr size_t kSize = base::Hash::kSize;
  if (width < 1 || width > kTileWidth ||
      bytes.size() != static_cast<size_t>(width) * kSize) {
    return absl::InvalidArgumentError("a tile has not its width in hashes");
  }
  std::vector<base::Hash> hashes;
  for (size_t at = 0; at < bytes.size(); at += kSize) {
    hashes.push_back(*base::Hash::From(bytes.substr(at, kSize)));
  }
  return hashes;
}

absl::StatusOr<base::Hash> NodeIn(std::string_view tile,
                                  const TilePlace& place) {
  const int width = static_cast<int>(
      std::min<size_t>(tile.size() / base::Hash::kSize, kTileWidth));
  ASSIGN_OR_RETURN(const std::vector<base::Hash> hashes,
                   ParseTile(tile, width));
  if (place.first < 0 || place.count < 1 || place.first + place.count > width) {
    return absl::InvalidArgumentError("a tile ends before the node");
  }
  return RootOf(std::span(hashes).subspan(static_cast<size_t>(place.first),
                                          static_cast<size_t>(place.count)));
}

}  // namespace sijill::merkle
