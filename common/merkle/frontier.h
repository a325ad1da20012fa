// SPDX-License-Identifier: Apache-2.0
// The frontier of a growing tree: what an append needs to know of the past.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/merkle/tree.h"

namespace sijill::merkle {

// The compact range of [0, size): the roots of the perfect subtrees that the
// leaves divide into, largest first, one for each bit set in `size`. Starts
// empty. A value; not to be changed from two threads at once.
class Frontier {
 public:
  // Takes a perfect subtree that an append has completed; the subtree's place
  // is NodeReader's. Everything a NodeReader is ever asked for passes through
  // here exactly once.
  using Completed = absl::FunctionRef<void(int level, uint64_t index,
                                           const base::Hash& root)>;

  Frontier() = default;

  // The frontier of a tree whose perfect subtrees `nodes` gives.
  // INVALID_ARGUMENT if size > kMaxTreeSize.
  static absl::StatusOr<Frontier> At(uint64_t size, NodeReader nodes);

  // Reads what Serialize() wrote. INVALID_ARGUMENT for any other bytes: each
  // frontier has one form.
  static absl::StatusOr<Frontier> Parse(std::string_view bytes);

  // u64 size, then as many 32-byte roots as `size` has bits set.
  std::string Serialize() const;

  uint64_t size() const { return size_; }

  // The root of the tree of size() leaves: MTH.
  base::Hash Root() const;

  // Adds a leaf and calls `completed` for every perfect subtree that it
  // completes: the leaf itself at level 0, then upwards. Requires
  // size() < kMaxTreeSize.
  void Append(const base::Hash& leaf_hash, Completed completed);
  void Append(const base::Hash& leaf_hash);

  friend bool operator==(const Frontier&, const Frontier&) = default;

 private:
  uint64_t size_ = 0;
  std::vector<base::Hash> roots_;
};

}  // namespace sijill::merkle
