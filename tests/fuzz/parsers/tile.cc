// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tile.h"

#include <string>
#include <vector>

#include "common/merkle/entry_bundle.h"
#include "common/merkle/tree.h"
#include "tests/fuzz/harness/cursor.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs TileNameSeeds() {
  return {"tile/0/000",
          "tile/0/x001/x234/067",
          "tile/entries/x123/456.p/7",
          "tile/63/000.p/255",
          "tile/7/x009/x223/x372/x036/x854/x775/807",
          "tile/0/999.p/256"};
}

void FuzzTileName(std::string_view bytes) {
  const auto tile = merkle::ParseTileName(bytes);
  if (!tile.ok()) {
    return RequireInvalid(tile.status(), "a tile's name is refused");
  }
  Require(merkle::FormatTileName(*tile) == bytes, "a tile has one name");
  Require(tile->level >= merkle::kEntryBundle &&
              tile->level <= merkle::kMaxTileLevel &&
              tile->index <= merkle::kMaxTreeSize && tile->width >= 1 &&
              tile->width <= merkle::kTileWidth,
          "its fields are in their bounds");
  for (const uint64_t size :
       {uint64_t{0}, uint64_t{1} << 20, merkle::kMaxTreeSize}) {
    const auto held = merkle::TileAt(tile->level, tile->index, size);
    Require(!held || (held->level == tile->level &&
                      held->index == tile->index && held->width >= 1),
            "a tree has the tile of that name");
  }
}

Inputs TileBytesSeeds() {
  std::string full(1, '\xff');
  for (int i = 0; i < merkle::kTileWidth; ++i) full.append(32, 'h');
  const std::vector<base::Hash> entries(3, merkle::LeafHash("x"));
  return {std::string(1, '\0') + std::string(32, 'h'),
          std::string(1, '\2') + std::string(96, 'h'),
          std::string(1, '\2') + merkle::EncodeEntryBundle(entries), full};
}

// The first byte is a width less one.
void FuzzTileBytes(std::string_view bytes) {
  Cursor cursor(bytes);
  const int width = cursor.TakeByte() + 1;
  const std::string_view rest = cursor.rest();
  const auto tile = merkle::ParseTile(rest, width);
  Require(tile.ok() == (rest.size() == static_cast<size_t>(width) * 32),
          "a tile is its width in hashes");
  if (tile.ok()) {
    Require(merkle::EncodeTile(*tile) == rest, "a tile has one form");
  }
  for (int level = 0; level < 10; ++level) {
    const auto index = static_cast<uint64_t>(width);
    const auto node = merkle::NodeIn(rest, merkle::PlaceOf(level, index));
    if (!node.ok()) RequireInvalid(node.status(), "a tile ends before a node");
  }
  const auto entries = merkle::ParseEntryBundle(rest, width);
  if (!entries.ok()) {
    return RequireInvalid(entries.status(), "a bundle is refused");
  }
  Require(merkle::EncodeEntryBundle(*entries) == rest, "one form");
}

}  // namespace sijill::fuzz
