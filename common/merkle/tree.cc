// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tree.h"

#include <algorithm>
#include <bit>

#include "common/base/sha256.h"

namespace sijill::merkle {
namespace {

// RFC 6962 section 2.1: leaves and nodes are hashed in separate domains, so
// that no node can be passed off as a leaf.
constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

}  // namespace

base::Hash LeafHash(std::string_view entry) {
  return base::Sha256({kLeafPrefix, entry});
}

base::Hash NodeHash(const base::Hash& left, const base::Hash& right) {
  return base::Sha256({kNodePrefix, left.view(), right.view()});
}

base::Hash EmptyRoot() { return base::Sha256({}); }

uint64_t LeftSize(uint64_t size) { return std::bit_floor(size - 1); }

base::Hash RootOf(std::span<const base::Hash> leaf_hashes) {
  if (leaf_hashes.empty()) return EmptyRoot();
  if (leaf_hashes.size() == 1) return leaf_hashes[0];
  const uint64_t left = LeftSize(leaf_hashes.size());
  return NodeHash(RootOf(leaf_hashes.first(left)),
                  RootOf(leaf_hashes.subspan(left)));
}

std::vector<base::Hash> PathOf(std::span<const base::Hash> leaf_hashes,
                               uint64_t index) {
  std::vector<base::Hash> path;
  while (leaf_hashes.size() > 1) {
    const uint64_t left = LeftSize(leaf_hashes.size());
    if (index < left) {
      path.push_back(RootOf(leaf_hashes.subspan(left)));
      leaf_hashes = leaf_hashes.first(left);
    } else {
      path.push_back(RootOf(leaf_hashes.first(left)));
      leaf_hashes = leaf_hashes.subspan(left);
      index -= left;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace sijill::merkle
