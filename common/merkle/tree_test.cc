// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/base/text.h"
#include "common/merkle/proof.h"

namespace sijill::merkle {
namespace {

// The vectors of the Certificate Transparency reference implementation,
// merkle_tree_test.cc.
constexpr std::string_view kInputs[] = {"",
                                        "00",
                                        "10",
                                        "2021",
                                        "3031",
                                        "40414243",
                                        "5051525354555657",
                                        "606162636465666768696a6b6c6d6e6f"};

constexpr std::string_view kRoots[] = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

constexpr std::string_view kNode04 = kRoots[3];
constexpr std::string_view kNode01 = kRoots[0];
constexpr std::string_view kNode02 = kRoots[1];
constexpr std::string_view kNode12 =
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
constexpr std::string_view kNode24 =
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
constexpr std::string_view kNode48 =
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
constexpr std::string_view kNode45 =
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
constexpr std::string_view kNode68 =
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
constexpr std::string_view kNode46 =
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

using Path = std::vector<std::string_view>;

std::vector<base::Hash> ReferenceLeaves(size_t size) {
  std::vector<base::Hash> leaves;
  for (size_t i = 0; i < size; ++i) {
    leaves.push_back(LeafHash(*base::FromHex(kInputs[i])));
  }
  return leaves;
}

std::vector<base::Hash> Hashes(const Path& path) {
  std::vector<base::Hash> hashes;
  for (const std::string_view hex : path) {
    hashes.push_back(*base::Hash::From(*base::FromHex(hex)));
  }
  return hashes;
}

// Serves the perfect subtrees of `leaves` by their definition.
absl::StatusOr<base::Hash> Defined(std::span<const base::Hash> leaves,
                                   int level, uint64_t index) {
  const uint64_t width = uint64_t{1} << level;
  return RootOf(leaves.subspan(index * width, width));
}

TEST(TreeTest, HasTheRootsOfTheReferenceImplementation) {
  EXPECT_EQ(EmptyRoot().hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(RootOf({}), EmptyRoot());
  for (size_t size = 1; size <= 8; ++size) {
    EXPECT_EQ(RootOf(ReferenceLeaves(size)).hex(), kRoots[size - 1]) << size;
  }
}

TEST(TreeTest, HasThePathsOfTheReferenceImplementation) {
  const struct {
    uint64_t index;
    uint64_t size;
    Path path;
  } kCases[] = {{0, 1, {}},
                {0, 8, {kNode12, kNode24, kNode48}},
                {5, 8, {kNode45, kNode68, kNode04}},
                {2, 3, {kNode02}},
                {1, 5, {kNode01, kNode24, kNode45}}};
  for (const auto& c : kCases) {
    const std::vector<base::Hash> leaves = ReferenceLeaves(c.size);
    const std::vector<base::Hash> path = Hashes(c.path);
    EXPECT_EQ(PathOf(leaves, c.index), path) << c.index << " of " << c.size;
    EXPECT_TRUE(VerifyInclusion(leaves[c.index], c.index, c.size, path,
                                Hashes({kRoots[c.size - 1]})[0])
                    .ok());
  }
}

TEST(TreeTest, HasTheConsistencyProofsOfTheReferenceImplementation) {
  const struct {
    uint64_t old_size;
    uint64_t new_size;
    Path proof;
  } kCases[] = {{1, 1, {}},
                {1, 8, {kNode12, kNode24, kNode48}},
                {6, 8, {kNode46, kNode68, kNode04}},
                {2, 5, {kNode24, kNode45}}};
  for (const auto& c : kCases) {
    const std::vector<base::Hash> leaves = ReferenceLeaves(c.new_size);
    const std::vector<base::Hash> expected = Hashes(c.proof);
    const auto nodes = [&](int level, uint64_t index) {
      return Defined(leaves, level, index);
    };
    const auto proof = ConsistencyProof(c.old_size, c.new_size, nodes);
    ASSERT_TRUE(proof.ok()) << proof.status();
    EXPECT_EQ(*proof, expected) << c.old_size << " to " << c.new_size;
    EXPECT_TRUE(VerifyConsistency(c.old_size, c.new_size, expected,
                                  Hashes({kRoots[c.old_size - 1]})[0],
                                  Hashes({kRoots[c.new_size - 1]})[0])
                    .ok());
  }
}

TEST(TreeTest, ALeafIsNeverANode) {
  const base::Hash a = LeafHash("a");
  const base::Hash b = LeafHash("b");
  EXPECT_NE(LeafHash(a.str() + b.str()), NodeHash(a, b));
}

}  // namespace
}  // namespace sijill::merkle
