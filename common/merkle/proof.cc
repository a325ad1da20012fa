// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/proof.h"

#include <algorithm>
#include <bit>

#include "common/base/status_macros.h"
#include "common/merkle/frontier.h"

namespace sijill::merkle {
namespace {

// MTH of the leaves [begin, begin + size), size >= 1, where `begin` is a
// multiple of a power of two that is at least `size`: a subtree of some tree.
absl::StatusOr<base::Hash> SubtreeRoot(uint64_t begin, uint64_t size,
                                       NodeReader nodes) {
  if (std::has_single_bit(size)) {
    const int level = std::countr_zero(size);
    return nodes(level, begin >> level);
  }
  const uint64_t left = LeftSize(size);
  ASSIGN_OR_RETURN(const base::Hash left_root, SubtreeRoot(begin, left, nodes));
  ASSIGN_OR_RETURN(const base::Hash right_root,
                   SubtreeRoot(begin + left, size - left, nodes));
  return NodeHash(left_root, right_root);
}

absl::Status SizeError() {
  return absl::InvalidArgumentError("a tree cannot have that many leaves");
}

// The shape a verifier walks: the place of a node and that of the last node at
// the same level (`fn` and `sn` of RFC 9162).
struct Place {
  uint64_t node;
  uint64_t last;

  bool IsRight() const { return (node & 1) != 0; }

  void Rise() {
    node >>= 1;
    last >>= 1;
  }

  // True if the sibling on this node's path stands to its left. A last node
  // without a sibling first rises to the level where it has one.
  bool SiblingIsLeft() {
    if (!IsRight() && node != last) return false;
    while (!IsRight() && node != 0) Rise();
    return true;
  }
};

// RFC 9162 section 2.1.4.2 for 0 < old_size < new_size.
absl::Status WalkConsistency(uint64_t old_size, uint64_t new_size,
                             std::span<const base::Hash> proof,
                             const base::Hash& old_root,
                             const base::Hash& new_root) {
  Place place{.node = old_size - 1, .last = new_size - 1};
  while (place.IsRight()) place.Rise();
  // A perfect older tree is itself the first node, and is not sent.
  base::Hash old_reached = old_root;
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) {
      return absl::InvalidArgumentError("the proof has too few nodes");
    }
    old_reached = proof.front();
    proof = proof.subspan(1);
  }
  base::Hash new_reached = old_reached;
  for (const base::Hash& node : proof) {
    if (place.last == 0) {
      return absl::InvalidArgumentError("the proof has too many nodes");
    }
    if (place.SiblingIsLeft()) {
      old_reached = NodeHash(node, old_reached);
      new_reached = NodeHash(node, new_reached);
    } else {
      new_reached = NodeHash(new_reached, node);
    }
    place.Rise();
  }
  if (place.last != 0) {
    return absl::InvalidArgumentError("the proof has too few nodes");
  }
  if (old_reached != old_root || new_reached != new_root) {
    return absl::InvalidArgumentError("the proof does not lead to both roots");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<base::Hash> RootAt(uint64_t size, NodeReader nodes) {
  ASSIGN_OR_RETURN(const Frontier frontier, Frontier::At(size, nodes));
  return frontier.Root();
}

absl::StatusOr<std::vector<base::Hash>> InclusionProof(uint64_t index,
                                                       uint64_t size,
                                                       NodeReader nodes) {
  if (size > kMaxTreeSize) return SizeError();
  if (index >= size) {
    return absl::InvalidArgumentError("the tree has no leaf at that index");
  }
  std::vector<base::Hash> path;
  uint64_t begin = 0;
  while (size > 1) {
    const uint64_t left = LeftSize(size);
    const bool goes_left = index - begin < left;
    ASSIGN_OR_RETURN(const base::Hash sibling,
                     goes_left ? SubtreeRoot(begin + left, size - left, nodes)
                               : SubtreeRoot(begin, left, nodes));
    path.push_back(sibling);
    begin += goes_left ? 0 : left;
    size = goes_left ? left : size - left;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

absl::StatusOr<std::vector<base::Hash>> ConsistencyProof(uint64_t old_size,
                                                         uint64_t new_size,
                                                         NodeReader nodes) {
  if (new_size > kMaxTreeSize) return SizeError();
  if (old_size > new_size) {
    return absl::InvalidArgumentError("the older tree is the larger one");
  }
  std::vector<base::Hash> proof;
  if (old_size == 0) return proof;
  // SUBPROOF of RFC 6962 section 2.1.2: `old_end` leaves of the subtree
  // [begin, begin + size) belong to the older tree.
  uint64_t begin = 0;
  uint64_t size = new_size;
  uint64_t old_end = old_size;
  while (old_end != size) {
    const uint64_t left = LeftSize(size);
    const bool goes_left = old_end <= left;
    ASSIGN_OR_RETURN(const base::Hash other,
                     goes_left ? SubtreeRoot(begin + left, size - left, nodes)
                               : SubtreeRoot(begin, left, nodes));
    proof.push_back(other);
    begin += goes_left ? 0 : left;
    old_end -= goes_left ? 0 : left;
    size = goes_left ? left : size - left;
  }
  // The verifier holds the older root itself; any other subtree it needs.
  if (begin != 0) {
    ASSIGN_OR_RETURN(const base::Hash rest, SubtreeRoot(begin, size, nodes));
    proof.push_back(rest);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

absl::Status VerifyInclusion(const base::Hash& leaf_hash, uint64_t index,
                             uint64_t size, std::span<const base::Hash> path,
                             const base::Hash& root) {
  if (size > kMaxTreeSize) return SizeError();
  if (index >= size) {
    return absl::InvalidArgumentError("the tree has no leaf at that index");
  }
  // RFC 9162 section 2.1.3.2.
  Place place{.node = index, .last = size - 1};
  base::Hash reached = leaf_hash;
  for (const base::Hash& sibling : path) {
    if (place.last == 0) {
      return absl::InvalidArgumentError("the path has too many nodes");
    }
    reached = place.SiblingIsLeft() ? NodeHash(sibling, reached)
                                    : NodeHash(reached, sibling);
    place.Rise();
  }
  if (place.last != 0) {
    return absl::InvalidArgumentError("the path has too few nodes");
  }
  if (reached != root) {
    return absl::InvalidArgumentError("the path does not lead to the root");
  }
  return absl::OkStatus();
}

absl::Status VerifyConsistency(uint64_t old_size, uint64_t new_size,
                               std::span<const base::Hash> proof,
                               const base::Hash& old_root,
                               const base::Hash& new_root) {
  if (new_size > kMaxTreeSize) return SizeError();
  if (old_size > new_size) {
    return absl::InvalidArgumentError("the older tree is the larger one");
  }
  if (old_size != 0 && old_size != new_size) {
    return WalkConsistency(old_size, new_size, proof, old_root, new_root);
  }
  if (!proof.empty()) {
    return absl::InvalidArgumentError("the proof has too many nodes");
  }
  if (old_size == 0 && old_root != EmptyRoot()) {
    return absl::InvalidArgumentError("no leaves, but not the empty root");
  }
  if (old_size == new_size && old_root != new_root) {
    return absl::InvalidArgumentError("one size with two roots");
  }
  return absl::OkStatus();
}

}  // namespace sijill::merkle
