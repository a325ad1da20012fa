// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/merkle/entry_bundle.h"
#include "common/merkle/memory_tree.h"
#include "common/merkle/mutation.h"
#include "common/merkle/proof.h"

namespace sijill::merkle {
namespace {

using ::testing::UnorderedElementsAre;

std::string NameAt(int level, uint64_t index, uint64_t size) {
  const auto tile = TileAt(level, index, size);
  return tile ? FormatTileName(*tile) : "";
}

TEST(TileNameTest, IsWrittenAsTheFormatSaysAndRead) {
  const struct {
    TileName tile;
    std::string_view path;
  } kCases[] = {{{.level = 0, .index = 0}, "tile/0/000"},
                {{.level = 0, .index = 999}, "tile/0/999"},
                {{.level = 0, .index = 1000}, "tile/0/x001/000"},
                {{.level = 3, .index = 1234067}, "tile/3/x001/x234/067"},
                {{.level = 63, .index = 1, .width = 255}, "tile/63/001.p/255"},
                {{.level = 1, .index = 0, .width = 1}, "tile/1/000.p/1"},
                {{.level = kEntryBundle, .index = 5}, "tile/entries/005"},
                {{.level = kEntryBundle, .index = 1005, .width = 7},
                 "tile/entries/x001/005.p/7"},
                {{.level = 0, .index = kMaxTreeSize},
                 "tile/0/x009/x223/x372/x036/x854/x775/807"}};
  for (const auto& c : kCases) {
    EXPECT_EQ(FormatTileName(c.tile), c.path);
    const auto parsed = ParseTileName(c.path);
    ASSERT_TRUE(parsed.ok()) << c.path;
    EXPECT_EQ(*parsed, c.tile);
  }
}

TEST(TileNameTest, EveryOtherFormIsRefused) {
  for (const std::string_view path :
       {"",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "tile/64/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/x000",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x001000",
        "tile/0/000/",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1.p/1",
        "/tile/0/000",
        "tile/0/000 ",
        "tile/data/000",
        "tile/entries",
        "x",
        "tile/0.p/1",
        "tile/.p/1/000",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999"}) {
    EXPECT_FALSE(ParseTileName(path).ok()) << path;
  }
}

TEST(TileNameTest, MutatedNamesAreRefusedOrComeBackUnchanged) {
  const uint32_t seed = 20240605;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  int read = 0;
  for (int round = 0; round < 10000; ++round) {
    const std::string path = Mutated("tile/0/x001/x234/067.p/12", random);
    const auto tile = ParseTileName(path);
    if (!tile.ok()) continue;
    ++read;
    EXPECT_EQ(FormatTileName(*tile), path);
  }
  EXPECT_GT(read, 100);
}

TEST(TileTest, ATreeHasTheTilesOfTheFormatsExample) {
  // C2SP tlog-tiles, "Partial Tiles": a tree of size 70,000.
  EXPECT_EQ(NameAt(0, 272, 70000), "tile/0/272");
  EXPECT_EQ(NameAt(0, 273, 70000), "tile/0/273.p/112");
  EXPECT_EQ(NameAt(0, 274, 70000), "");
  EXPECT_EQ(NameAt(1, 0, 70000), "tile/1/000");
  EXPECT_EQ(NameAt(1, 1, 70000), "tile/1/001.p/17");
  EXPECT_EQ(NameAt(2, 0, 70000), "tile/2/000.p/1");
  EXPECT_EQ(NameAt(3, 0, 70000), "");
  EXPECT_EQ(NameAt(kEntryBundle, 273, 70000), "tile/entries/273.p/112");
  // "a tree of size 256".
  EXPECT_EQ(NameAt(0, 0, 256), "tile/0/000");
  EXPECT_EQ(NameAt(0, 1, 256), "");
  EXPECT_EQ(NameAt(1, 0, 256), "tile/1/000.p/1");
  EXPECT_EQ(NameAt(0, 0, 0), "");
  EXPECT_EQ(NameAt(9, 0, kMaxTreeSize), "");
  EXPECT_EQ(NameAt(7, 0, kMaxTreeSize), "tile/7/000.p/127");
}

TEST(TileTest, GrowthNamesWhatIsNewOrWider) {
  const auto names = [](uint64_t old_size, uint64_t new_size) {
    std::vector<std::string> paths;
    for (const TileName& tile : TilesGrown(old_size, new_size)) {
      paths.push_back(FormatTileName(tile));
    }
    return paths;
  };
  EXPECT_THAT(names(0, 0), UnorderedElementsAre());
  EXPECT_THAT(names(7, 7), UnorderedElementsAre());
  EXPECT_THAT(names(0, 1),
              UnorderedElementsAre("tile/0/000.p/1", "tile/entries/000.p/1"));
  EXPECT_THAT(
      names(255, 256),
      UnorderedElementsAre("tile/0/000", "tile/entries/000", "tile/1/000.p/1"));
  EXPECT_THAT(names(256, 257),
              UnorderedElementsAre("tile/0/001.p/1", "tile/entries/001.p/1"));
  EXPECT_THAT(
      names(300, 600),
      UnorderedElementsAre("tile/0/001", "tile/0/002.p/88", "tile/entries/001",
                           "tile/entries/002.p/88", "tile/1/000.p/2"));
}

TEST(TileTest, AClientProvesEverythingFromTilesAlone) {
  constexpr uint64_t kSize = 70000;
  const MemoryTree tree(kSize);
  std::map<std::pair<int, uint64_t>, std::string> tiles;
  for (const TileName& tile : TilesGrown(0, kSize)) {
    if (tile.level == kEntryBundle) continue;
    std::vector<base::Hash> hashes;
    for (int i = 0; i < tile.width; ++i) {
      const uint64_t index = tile.index * kTileWidth + static_cast<uint64_t>(i);
      hashes.push_back(*tree(tile.level * kTileHeight, index));
    }
    tiles[{tile.level, tile.index}] = EncodeTile(hashes);
  }
  const auto nodes = [&](int level, uint64_t index) {
    const TilePlace place = PlaceOf(level, index);
    return NodeIn(tiles[{place.level, place.index}], place);
  };
  const base::Hash root = *RootAt(kSize, nodes);
  EXPECT_EQ(root, tree.frontier().Root());
  for (const uint64_t index : {0u, 255u, 256u, 65535u, 65536u, 69999u}) {
    EXPECT_EQ(*InclusionProof(index, kSize, nodes),
              *InclusionProof(index, kSize, tree));
    EXPECT_EQ(*ConsistencyProof(index, kSize, nodes),
              *ConsistencyProof(index, kSize, tree));
  }
}

TEST(TileTest, ANodeBeyondItsTileIsRefused) {
  const MemoryTree tree(5);
  const std::string tile = EncodeTile(tree.leaves());
  EXPECT_EQ(*NodeIn(tile, PlaceOf(0, 4)), tree.leaves()[4]);
  EXPECT_EQ(*NodeIn(tile, PlaceOf(2, 0)), RootOf(tree.leaves(4)));
  EXPECT_FALSE(NodeIn(tile, PlaceOf(0, 5)).ok());
  EXPECT_FALSE(NodeIn(tile, PlaceOf(1, 2)).ok());
  EXPECT_FALSE(NodeIn(tile.substr(1), PlaceOf(0, 0)).ok());
  EXPECT_FALSE(NodeIn("", PlaceOf(0, 0)).ok());
}

TEST(TileTest, BytesOfAnotherWidthAreRefused) {
  const MemoryTree tree(5);
  const std::string tile = EncodeTile(tree.leaves());
  EXPECT_EQ(ParseTile(tile, 5)->size(), 5u);
  EXPECT_FALSE(ParseTile(tile, 4).ok());
  EXPECT_FALSE(ParseTile(tile, 6).ok());
  EXPECT_FALSE(ParseTile("", 0).ok());
  EXPECT_FALSE(ParseTile(std::string(257 * 32, 'x'), 257).ok());
}

TEST(EntryBundleTest, IsWrittenAsTheFormatSaysAndRead) {
  const std::vector<base::Hash> entries = {LeafHash("a"), LeafHash("b")};
  const std::string bytes = EncodeEntryBundle(entries);
  EXPECT_EQ(bytes, std::string("\0\x20", 2) + entries[0].str() +
                       std::string("\0\x20", 2) + entries[1].str());
  EXPECT_EQ(*ParseEntryBundle(bytes, 2), entries);
}

TEST(EntryBundleTest, EveryOtherFormIsRefused) {
  const std::vector<base::Hash> entries = {LeafHash("a"), LeafHash("b")};
  const std::string bytes = EncodeEntryBundle(entries);
  for (const int width : {-1, 0, 1, 3, 257}) {
    EXPECT_FALSE(ParseEntryBundle(bytes, width).ok()) << width;
  }
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(ParseEntryBundle(bytes.substr(0, length), 2).ok());
  }
  const uint32_t seed = 20240606;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 5000; ++round) {
    const std::string mutated = Mutated(bytes, random);
    const auto parsed = ParseEntryBundle(mutated, 2);
    if (parsed.ok()) {
      EXPECT_EQ(EncodeEntryBundle(*parsed), mutated);
    }
  }
}

}  // namespace
}  // namespace sijill::merkle
