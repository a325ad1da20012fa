// SPDX-License-Identifier: Apache-2.0
// Proofs that a leaf is in a tree and that a tree continues another (RFC 6962
// sections 2.1.1 and 2.1.2; RFC 9162 sections 2.1.3 and 2.1.4). Pure functions,
// safe from every thread if the NodeReader is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/merkle/tree.h"

namespace sijill::merkle {

// The root of the tree of the first `size` leaves, from at most 63 nodes.
// INVALID_ARGUMENT if size > kMaxTreeSize.
absl::StatusOr<base::Hash> RootAt(uint64_t size, NodeReader nodes);

// The path of leaf `index` in the tree of the first `size` leaves, from leaf to
// root; at most 63 hashes. INVALID_ARGUMENT unless index < size <=
// kMaxTreeSize.
absl::StatusOr<std::vector<base::Hash>> InclusionProof(uint64_t index,
                                                       uint64_t size,
                                                       NodeReader nodes);

// The nodes that show that the tree of `new_size` leaves begins with the leaves
// of the tree of `old_size`; at most 64 hashes, none if the sizes are equal or
// old_size is 0. INVALID_ARGUMENT unless old_size <= new_size <= kMaxTreeSize.
absl::StatusOr<std::vector<base::Hash>> ConsistencyProof(uint64_t old_size,
                                                         uint64_t new_size,
                                                         NodeReader nodes);

// OK if `path` shows that the leaf with `leaf_hash` is the one at `index` in
// the tree of `size` leaves with `root`. INVALID_ARGUMENT otherwise: also if
// index >= size, and for any other number of nodes than index and size give.
absl::Status VerifyInclusion(const base::Hash& leaf_hash, uint64_t index,
                             uint64_t size, std::span<const base::Hash> path,
                             const base::Hash& root);

// OK if `proof` shows that the tree of `new_size` leaves with `new_root` begins
// with the tree of `old_size` leaves with `old_root`. INVALID_ARGUMENT
// otherwise: also if old_size > new_size, and for any other number of nodes
// than the sizes give. Equal sizes need equal roots and an empty proof.
//
// RFC 9162 leaves old_size 0 undefined. Every tree continues the empty one, so
// here it is accepted with an empty proof and old_root EmptyRoot(); then
// nothing is said of new_root, unless new_size is 0 as well.
absl::Status VerifyConsistency(uint64_t old_size, uint64_t new_size,
                               std::span<const base::Hash> proof,
                               const base::Hash& old_root,
                               const base::Hash& new_root);

}  // namespace sijill::merkle
