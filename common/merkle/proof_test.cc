// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "common/merkle/memory_tree.h"

namespace sijill::merkle {
namespace {

constexpr uint64_t kSizes = 70;

using Proof = std::vector<base::Hash>;

// RFC 6962 section 2.1.2, as written there: SUBPROOF(m, D[n], b).
Proof DefinedSubproof(uint64_t m, std::span<const base::Hash> leaves, bool b) {
  if (m == leaves.size()) return b ? Proof{} : Proof{RootOf(leaves)};
  const uint64_t k = LeftSize(leaves.size());
  Proof proof = m <= k ? DefinedSubproof(m, leaves.first(k), b)
                       : DefinedSubproof(m - k, leaves.subspan(k), false);
  proof.push_back(RootOf(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

// Calls `refused` with everything one step away from `proof`: each bit turned,
// each node left out or doubled, neighbours exchanged, a node more.
template <typename F>
void ForEachMutation(const Proof& proof, F refused) {
  for (size_t i = 0; i < proof.size(); ++i) {
    for (size_t bit = 0; bit < base::Hash::kSize * 8; ++bit) {
      Proof turned = proof;
      turned[i].data()[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
      refused(turned);
    }
    Proof shorter = proof;
    shorter.erase(shorter.begin() + static_cast<ptrdiff_t>(i));
    refused(shorter);
    Proof longer = proof;
    longer.insert(longer.begin() + static_cast<ptrdiff_t>(i), proof[i]);
    refused(longer);
    if (i + 1 < proof.size()) {
      Proof exchanged = proof;
      std::swap(exchanged[i], exchanged[i + 1]);
      refused(exchanged);
    }
  }
  Proof longer = proof;
  longer.push_back(LeafHash("one more"));
  refused(longer);
}

TEST(InclusionTest, EveryLeafOfEveryTreeIsProvedFromCompletedSubtrees) {
  const MemoryTree tree(kSizes);
  for (uint64_t size = 1; size <= kSizes; ++size) {
    const base::Hash root = RootOf(tree.leaves(size));
    for (uint64_t index = 0; index < size; ++index) {
      const auto path = InclusionProof(index, size, tree);
      ASSERT_TRUE(path.ok()) << path.status();
      EXPECT_EQ(*path, PathOf(tree.leaves(size), index));
      EXPECT_TRUE(
          VerifyInclusion(tree.leaves()[index], index, size, *path, root).ok())
          << index << " of " << size;
    }
  }
}

TEST(InclusionTest, APathHoldsForNoOtherPlaceSizeOrLeaf) {
  const MemoryTree tree(24);
  for (uint64_t size = 1; size <= 24; ++size) {
    const base::Hash root = RootOf(tree.leaves(size));
    for (uint64_t index = 0; index < size; ++index) {
      const Proof path = PathOf(tree.leaves(size), index);
      const base::Hash& leaf = tree.leaves()[index];
      for (uint64_t other = 0; other < 30; ++other) {
        if (other == index) continue;
        EXPECT_FALSE(VerifyInclusion(leaf, other, size, path, root).ok());
        if (other >= size) continue;
        EXPECT_FALSE(
            VerifyInclusion(tree.leaves()[other], index, size, path, root)
                .ok());
      }
      EXPECT_FALSE(
          VerifyInclusion(leaf, index, size, path, LeafHash("other")).ok());
    }
  }
}

TEST(InclusionTest, EveryMutationOfAPathIsRefused) {
  for (const uint64_t size : {1u, 2u, 3u, 7u, 8u, 21u}) {
    const MemoryTree tree(size);
    const base::Hash root = RootOf(tree.leaves());
    for (uint64_t index = 0; index < size; ++index) {
      ForEachMutation(PathOf(tree.leaves(), index), [&](const Proof& path) {
        EXPECT_EQ(VerifyInclusion(tree.leaves()[index], index, size, path, root)
                      .code(),
                  absl::StatusCode::kInvalidArgument);
      });
    }
  }
}

TEST(InclusionTest, ALeafOutsideTheTreeIsRefused) {
  const MemoryTree tree(4);
  const base::Hash leaf = tree.leaves()[0];
  for (const uint64_t size : {0u, 1u, 4u}) {
    EXPECT_EQ(InclusionProof(size, size, tree).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_FALSE(VerifyInclusion(leaf, size, size, {}, leaf).ok());
  }
  EXPECT_FALSE(InclusionProof(0, kMaxTreeSize + 1, tree).ok());
  EXPECT_FALSE(VerifyInclusion(leaf, 0, kMaxTreeSize + 1, {}, leaf).ok());
}

TEST(ConsistencyTest, EveryPairOfTreesIsProvedFromCompletedSubtrees) {
  const MemoryTree tree(kSizes);
  std::vector<base::Hash> roots;
  for (uint64_t size = 0; size <= kSizes; ++size) {
    roots.push_back(RootOf(tree.leaves(size)));
    EXPECT_EQ(*RootAt(size, tree), roots.back());
  }
  for (uint64_t n = 0; n <= kSizes; ++n) {
    for (uint64_t m = 0; m <= n; ++m) {
      const auto proof = ConsistencyProof(m, n, tree);
      ASSERT_TRUE(proof.ok()) << proof.status();
      const Proof defined =
          m == 0 ? Proof{} : DefinedSubproof(m, tree.leaves(n), true);
      EXPECT_EQ(*proof, defined);
      EXPECT_TRUE(VerifyConsistency(m, n, *proof, roots[m], roots[n]).ok())
          << m << " to " << n;
    }
  }
}

TEST(ConsistencyTest, AProofHoldsForNoOtherSizesOrRoots) {
  const MemoryTree tree(20);
  const base::Hash other = LeafHash("other");
  for (uint64_t n = 1; n <= 20; ++n) {
    const base::Hash new_root = RootOf(tree.leaves(n));
    for (uint64_t m = 1; m <= n; ++m) {
      const base::Hash old_root = RootOf(tree.leaves(m));
      const Proof proof = *ConsistencyProof(m, n, tree);
      EXPECT_FALSE(VerifyConsistency(m, n, proof, other, new_root).ok());
      EXPECT_FALSE(VerifyConsistency(m, n, proof, old_root, other).ok());
      for (uint64_t wrong = 1; wrong <= 20; ++wrong) {
        if (wrong == m) continue;
        EXPECT_FALSE(
            VerifyConsistency(wrong, n, proof, old_root, new_root).ok())
            << wrong << " for " << m << " to " << n;
      }
    }
  }
}

TEST(ConsistencyTest, EveryMutationOfAProofIsRefused) {
  const MemoryTree tree(13);
  for (uint64_t n = 0; n <= 13; ++n) {
    const base::Hash new_root = RootOf(tree.leaves(n));
    for (uint64_t m = 0; m <= n; ++m) {
      const base::Hash old_root = RootOf(tree.leaves(m));
      ForEachMutation(*ConsistencyProof(m, n, tree), [&](const Proof& proof) {
        EXPECT_EQ(VerifyConsistency(m, n, proof, old_root, new_root).code(),
                  absl::StatusCode::kInvalidArgument);
      });
    }
  }
}

TEST(ConsistencyTest, TheEmptyTreeBeginsEveryTreeAndIsEmpty) {
  const base::Hash root = LeafHash("a");
  EXPECT_TRUE(VerifyConsistency(0, 1, {}, EmptyRoot(), root).ok());
  EXPECT_FALSE(VerifyConsistency(0, 1, {}, root, root).ok());
  EXPECT_FALSE(VerifyConsistency(0, 0, {}, EmptyRoot(), root).ok());
  EXPECT_FALSE(VerifyConsistency(0, 0, {}, root, root).ok());
}

TEST(ConsistencyTest, ATreeDoesNotShrink) {
  const MemoryTree tree(5);
  EXPECT_EQ(ConsistencyProof(5, 4, tree).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(VerifyConsistency(5, 4, {}, EmptyRoot(), EmptyRoot()).ok());
  EXPECT_FALSE(ConsistencyProof(1, kMaxTreeSize + 1, tree).ok());
  EXPECT_FALSE(
      VerifyConsistency(1, kMaxTreeSize + 1, {}, EmptyRoot(), EmptyRoot())
          .ok());
}

TEST(ProofTest, TheLargestTreesAreProvedWithFewNodes) {
  const base::Hash same = LeafHash("");
  std::vector<base::Hash> perfect = {same};
  while (perfect.size() < 64) {
    perfect.push_back(NodeHash(perfect.back(), perfect.back()));
  }
  int reads = 0;
  const auto nodes = [&](int level, uint64_t) -> absl::StatusOr<base::Hash> {
    ++reads;
    return perfect[static_cast<size_t>(level)];
  };
  const uint64_t size = kMaxTreeSize;
  const base::Hash root = *RootAt(size, nodes);
  for (const uint64_t index : {uint64_t{0}, size / 2, size - 1}) {
    reads = 0;
    const Proof path = *InclusionProof(index, size, nodes);
    EXPECT_LE(reads, 126);
    EXPECT_LE(path.size(), 63u);
    EXPECT_TRUE(VerifyInclusion(same, index, size, path, root).ok());
    const uint64_t old_size = index + 1;
    EXPECT_TRUE(VerifyConsistency(old_size, size,
                                  *ConsistencyProof(old_size, size, nodes),
                                  *RootAt(old_size, nodes), root)
                    .ok());
  }
}

TEST(ProofTest, TheErrorOfANodeIsPassedOn) {
  const auto unreadable = [](int, uint64_t) -> absl::StatusOr<base::Hash> {
    return absl::DataLossError("unreadable");
  };
  EXPECT_EQ(RootAt(3, unreadable).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(InclusionProof(1, 3, unreadable).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(ConsistencyProof(2, 3, unreadable).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace sijill::merkle
