// SPDX-License-Identifier: Apache-2.0
// Tiles (C2SP tlog-tiles): the names under which a log's hashes and entries are
// served, and where a node of the tree lies in them. Path arithmetic and bytes
// only; nothing here reads or serves.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::merkle {

inline constexpr int kTileHeight = 8;                // levels of the tree
inline constexpr int kTileWidth = 1 << kTileHeight;  // hashes or entries
inline constexpr int kMaxTileLevel = 63;             // as the specification

// In the place of a level: the name is that of an entry bundle.
inline constexpr int kEntryBundle = -1;

// Names the tile that holds the hashes [index * 256, index * 256 + width) of
// its level; a hash at level L covers 256^L leaves. An entry bundle holds the
// entries themselves.
struct TileName {
  int level = 0;           // 0 to kMaxTileLevel, or kEntryBundle
  uint64_t index = 0;      // at most kMaxTreeSize
  int width = kTileWidth;  // 1 to kTileWidth; less than that is partial

  friend bool operator==(const TileName&, const TileName&) = default;
};

// "tile/<L>/<N>" or "tile/entries/<N>", and ".p/<W>" if partial; 1234067 is
// written x001/x234/067. Requires what the fields say.
std::string FormatTileName(const TileName& tile);

// Reads that form. INVALID_ARGUMENT for any other text.
absl::StatusOr<TileName> ParseTileName(std::string_view path);

// The tile `index` of `level` (or kEntryBundle) as a tree of `size` leaves has
// it, or nothing if it is empty or there is no such level.
std::optional<TileName> TileAt(int level, uint64_t index, uint64_t size);

// The tiles and entry bundles that a tree of `new_size` leaves has and one of
// `old_size` has not, or not as wide: what is to be written when a log grows.
// Requires old_size <= new_size.
std::vector<TileName> TilesGrown(uint64_t old_size, uint64_t new_size);

// Where the root of a perfect subtree (NodeReader in tree.h) lies: it is the
// MTH of `count` hashes of a tile from `first` on. `count` is a power of two.
struct TilePlace {
  int level = 0;
  uint64_t index = 0;
  int first = 0;
  int count = 1;

  friend bool operator==(const TilePlace&, const TilePlace&) = default;
};

// Requires 0 <= level < 63 and index < 2^(63 - level): a subtree of a tree of
// at most kMaxTreeSize leaves.
TilePlace PlaceOf(int level, uint64_t index);

// The bytes of a tile: its hashes, one after the other.
std::string EncodeTile(std::span<const base::Hash> hashes);

// The hashes of a tile of `width`. INVALID_ARGUMENT for any other length.
absl::StatusOr<std::vector<base::Hash>> ParseTile(std::string_view bytes,
                                                  int width);

// The node at `place` in the bytes of its tile, full or partial.
// INVALID_ARGUMENT if they end before it or are no whole hashes.
absl::StatusOr<base::Hash> NodeIn(std::string_view tile,
                                  const TilePlace& place);

}  // namespace sijill::merkle
