// SPDX-License-Identifier: Apache-2.0
// A tree that tests keep whole in memory, fed through a Frontier.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/merkle/frontier.h"
#include "common/merkle/tree.h"

namespace sijill::merkle {

// The tree whose leaf i is over the decimal digits of i. It knows only what a
// Frontier called completed.
class MemoryTree {
 public:
  explicit MemoryTree(uint64_t size) {
    for (uint64_t i = 0; i < size; ++i) {
      leaves_.push_back(LeafHash(std::to_string(i)));
      frontier_.Append(leaves_.back(), [this](int level, uint64_t index,
                                              const base::Hash& root) {
        nodes_.emplace(std::pair(level, index), root);
        ++completed_;
      });
    }
  }

  // A NodeReader; NOT_FOUND for what no append has completed.
  absl::StatusOr<base::Hash> operator()(int level, uint64_t index) const {
    const auto found = nodes_.find({level, index});
    if (found == nodes_.end()) return absl::NotFoundError("no such node");
    return found->second;
  }

  std::span<const base::Hash> leaves() const { return leaves_; }
  std::span<const base::Hash> leaves(uint64_t size) const {
    return leaves().first(size);
  }
  const Frontier& frontier() const { return frontier_; }
  size_t nodes() const { return nodes_.size(); }
  size_t completed() const { return completed_; }

 private:
  std::vector<base::Hash> leaves_;
  Frontier frontier_;
  std::map<std::pair<int, uint64_t>, base::Hash> nodes_;
  size_t completed_ = 0;
};

}  // namespace sijill::merkle
