// SPDX-License-Identifier: Apache-2.0
// The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1) over SHA-256.
// Pure functions, safe from every thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::merkle {

// The most leaves a tree may have: what other implementations can count in a
// signed 64-bit integer. Whatever names a larger size is refused.
inline constexpr uint64_t kMaxTreeSize = (uint64_t{1} << 63) - 1;

// Gives the root of the perfect subtree of 2^`level` leaves that begins at leaf
// `index` * 2^`level`; level 0 is a leaf hash. Asked only for subtrees that lie
// whole within the size in question. Its errors are passed on unchanged.
using NodeReader =
    absl::FunctionRef<absl::StatusOr<base::Hash>(int level, uint64_t index)>;

// SHA-256(0x00 || entry).
base::Hash LeafHash(std::string_view entry);

// SHA-256(0x01 || left || right).
base::Hash NodeHash(const base::Hash& left, const base::Hash& right);

// The root of the tree of no leaves: SHA-256 of nothing.
base::Hash EmptyRoot();

// The number of leaves in the left subtree of a tree of `size` leaves: the
// largest power of two below `size`. Requires size >= 2.
uint64_t LeftSize(uint64_t size);

// MTH: the root over leaves whose leaf hashes are given.
base::Hash RootOf(std::span<const base::Hash> leaf_hashes);

// PATH: the siblings from leaf `index` up to the root's child. Requires
// index < leaf_hashes.size().
std::vector<base::Hash> PathOf(std::span<const base::Hash> leaf_hashes,
                               uint64_t index);

}  // namespace sijill::merkle
