// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/proof.h"

#include <string>
#include <vector>

#include "common/base/big_endian.h"
#include "tests/fuzz/harness/cursor.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

constexpr uint64_t kSize = 13;

std::vector<base::Hash> Leaves(uint64_t size) {
  std::vector<base::Hash> leaves;
  for (uint64_t i = 0; i < size; ++i) {
    leaves.push_back(merkle::LeafHash(std::to_string(i)));
  }
  return leaves;
}

std::string InputOf(uint64_t index, uint64_t size) {
  std::string out;
  base::AppendU64(out, index);
  base::AppendU64(out, size);
  for (const base::Hash& node : merkle::PathOf(Leaves(size), index)) {
    out.append(node.view());
  }
  return out;
}

}  // namespace

Inputs MerkleProofSeeds() {
  return {InputOf(0, 1), InputOf(3, 4), InputOf(7, kSize), InputOf(12, kSize)};
}

// Of a tree that is known: nothing is proved of it but what is in it, and no
// sizes or paths are too large to be looked at.
void FuzzMerkleProof(std::string_view bytes) {
  Cursor cursor(bytes);
  const uint64_t index = cursor.TakeU64();
  const uint64_t size = cursor.TakeU64();
  std::vector<base::Hash> path;
  for (std::string_view rest = cursor.rest(); rest.size() >= 32;
       rest.remove_prefix(32)) {
    path.push_back(*base::Hash::From(rest.substr(0, 32)));
  }
  const auto leaves = Leaves(kSize);
  const base::Hash root = merkle::RootOf(leaves);
  for (uint64_t at = 0; at < kSize; ++at) {
    const auto status =
        merkle::VerifyInclusion(leaves[at], index, size, path, root);
    if (!status.ok()) {
      RequireInvalid(status, "a proof is refused as invalid");
    } else if (size == kSize) {
      Require(index == at && path == merkle::PathOf(leaves, at),
              "a leaf is proved where it stands, in one way");
    }
  }
  const auto consistent = merkle::VerifyConsistency(
      index, size, path, merkle::RootOf(std::span(leaves).first(7)), root);
  if (consistent.ok() && size == kSize && index > 0) {
    Require(index == 7, "a tree continues those that it began with");
  }
}

}  // namespace sijill::fuzz
