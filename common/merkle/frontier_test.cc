// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/frontier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "common/base/big_endian.h"
#include "common/merkle/memory_tree.h"

namespace sijill::merkle {
namespace {

using ::testing::ElementsAre;

constexpr uint64_t kSizes = 70;

TEST(FrontierTest, HasTheRootOfTheWholeTreeAtEverySize) {
  Frontier frontier;
  EXPECT_EQ(frontier.Root(), EmptyRoot());
  const MemoryTree tree(kSizes);
  for (uint64_t size = 1; size <= kSizes; ++size) {
    frontier.Append(tree.leaves()[size - 1]);
    EXPECT_EQ(frontier.size(), size);
    EXPECT_EQ(frontier.Root(), RootOf(tree.leaves(size))) << size;
  }
}

TEST(FrontierTest, NamesEachCompletedSubtreeOnceFromTheLeafUpwards) {
  using Place = std::tuple<int, uint64_t, base::Hash>;
  const MemoryTree tree(8);
  const auto seventh = Frontier::At(7, tree);
  ASSERT_TRUE(seventh.ok()) << seventh.status();
  Frontier frontier = *seventh;
  std::vector<Place> completed;
  frontier.Append(tree.leaves()[7],
                  [&](int level, uint64_t index, const base::Hash& root) {
                    completed.emplace_back(level, index, root);
                  });
  const auto leaves = tree.leaves();
  EXPECT_THAT(completed, ElementsAre(Place(0, 7, leaves[7]),
                                     Place(1, 3, RootOf(leaves.subspan(6))),
                                     Place(2, 1, RootOf(leaves.subspan(4))),
                                     Place(3, 0, RootOf(leaves))));
}

TEST(FrontierTest, CompletesEveryPerfectSubtreeExactlyOnce) {
  for (uint64_t size = 0; size <= kSizes; ++size) {
    const MemoryTree tree(size);
    size_t perfect = 0;
    for (uint64_t width = 1; width <= size; width *= 2) perfect += size / width;
    EXPECT_EQ(tree.nodes(), perfect);
    EXPECT_EQ(tree.completed(), perfect);
  }
}

TEST(FrontierTest, ComesBackFromItsBytesAndFromItsTree) {
  const MemoryTree tree(kSizes);
  for (uint64_t size = 0; size <= kSizes; ++size) {
    const MemoryTree grown(size);
    const std::string bytes = grown.frontier().Serialize();
    EXPECT_EQ(bytes.size(), 8 + 32 * static_cast<size_t>(std::popcount(size)));
    const auto parsed = Frontier::Parse(bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.status();
    EXPECT_EQ(*parsed, grown.frontier());
    const auto read = Frontier::At(size, tree);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, grown.frontier());
  }
}

TEST(FrontierTest, RefusesEveryOtherLength) {
  const std::string bytes = MemoryTree(11).frontier().Serialize();
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(Frontier::Parse(bytes.substr(0, length)).ok()) << length;
  }
  EXPECT_FALSE(Frontier::Parse(bytes + '\0').ok());
  EXPECT_FALSE(Frontier::Parse(bytes + std::string(32, 'x')).ok());
}

TEST(FrontierTest, RefusesASizeNoTreeHas) {
  const std::string largest =
      base::U64(kMaxTreeSize) + std::string(63 * 32, 'x');
  EXPECT_TRUE(Frontier::Parse(largest).ok());
  const std::string beyond = base::U64(kMaxTreeSize + 1) + std::string(32, 'x');
  EXPECT_FALSE(Frontier::Parse(beyond).ok());
  EXPECT_FALSE(Frontier::At(kMaxTreeSize + 1, MemoryTree(1)).ok());
}

TEST(FrontierTest, MutatedBytesAreRefusedOrComeBackUnchanged) {
  const uint32_t seed = 20240601;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string good = MemoryTree(45).frontier().Serialize();
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = good;
    for (int edits = static_cast<int>(random() % 3); edits >= 0; --edits) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    bytes.resize(bytes.size() - random() % 2 * (random() % 40));
    const auto parsed = Frontier::Parse(bytes);
    if (parsed.ok()) {
      EXPECT_EQ(parsed->Serialize(), bytes);
    }
  }
}

TEST(FrontierTest, PassesOnTheErrorOfItsNodes) {
  const auto unreadable = [](int, uint64_t) -> absl::StatusOr<base::Hash> {
    return absl::DataLossError("unreadable");
  };
  EXPECT_EQ(Frontier::At(1, unreadable).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace sijill::merkle
