// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/frontier.h"

#include <bit>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/base/big_endian.h"
#include "common/base/status_macros.h"

namespace sijill::merkle {

absl::StatusOr<Frontier> Frontier::At(uint64_t size, NodeReader nodes) {
  if (size > kMaxTreeSize) {
    return absl::InvalidArgumentError("a tree cannot have that many leaves");
  }
  Frontier frontier;
  frontier.size_ = size;
  uint64_t begin = 0;
  while (begin < size) {
    const uint64_t width = std::bit_floor(size - begin);
    const int level = std::countr_zero(width);
    ASSIGN_OR_RETURN(const base::Hash root, nodes(level, begin >> level));
    frontier.roots_.push_back(root);
    begin += width;
  }
  return frontier;
}

absl::StatusOr<Frontier> Frontier::Parse(std::string_view bytes) {
  base::ByteReader reader(bytes);
  const std::optional<uint64_t> size = reader.ReadU64();
  if (!size || *size > kMaxTreeSize) {
    return absl::InvalidArgumentError("a frontier begins with a tree size");
  }
  Frontier frontier;
  frontier.size_ = *size;
  for (int left = std::popcount(*size); left > 0; --left) {
    const auto root = reader.ReadBytes(base::Hash::kSize);
    if (!root) {
      return absl::InvalidArgumentError("a frontier lacks roots of its size");
    }
    frontier.roots_.push_back(*base::Hash::From(*root));
  }
  if (!reader.AtEnd()) {
    return absl::InvalidArgumentError("a frontier has more than its size says");
  }
  return frontier;
}

std::string Frontier::Serialize() const {
  std::string bytes = base::U64(size_);
  for (const base::Hash& root : roots_) bytes.append(root.view());
  return bytes;
}

base::Hash Frontier::Root() const {
  if (roots_.empty()) return EmptyRoot();
  base::Hash root = roots_.back();
  for (size_t i = roots_.size() - 1; i > 0; --i) {
    root = NodeHash(roots_[i - 1], root);
  }
  return root;
}

void Frontier::Append(const base::Hash& leaf_hash, Completed completed) {
  base::Hash root = leaf_hash;
  completed(0, size_, root);
  // As in a binary counter, every bit that is carried joins two subtrees.
  const int carried = std::countr_one(size_);
  for (int level = 1; level <= carried; ++level) {
    root = NodeHash(roots_.back(), root);
    roots_.pop_back();
    completed(level, size_ >> level, root);
  }
  roots_.push_back(root);
  ++size_;
}

void Frontier::Append(const base::Hash& leaf_hash) {
  Append(leaf_hash, [](int, uint64_t, const base::Hash&) {});
}

}  // namespace sijill::merkle
