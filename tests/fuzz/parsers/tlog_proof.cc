// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/tlog_proof.h"

#include "common/base/text.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

constexpr std::string_view kLog = "north.example/sijill/training.example";
constexpr uint64_t kSize = 11;

std::vector<base::Hash> Leaves() {
  std::vector<base::Hash> leaves;
  for (uint64_t i = 0; i < kSize; ++i) {
    leaves.push_back(merkle::LeafHash(std::to_string(i)));
  }
  return leaves;
}

merkle::TlogProof ProofOf(uint64_t index, std::string extra) {
  const auto leaves = Leaves();
  const merkle::Note note{
      .text = merkle::FormatCheckpoint({.origin = std::string(kLog),
                                        .size = kSize,
                                        .root = merkle::RootOf(leaves)}),
      .signatures = {{.name = std::string(kLog),
                      .key_hash = 7,
                      .signature = std::string(64, 's')}}};
  return {.extra = std::move(extra),
          .index = index,
          .path = merkle::PathOf(leaves, index),
          .checkpoint = merkle::FormatNote(note)};
}

}  // namespace

Inputs TlogProofSeeds() {
  return {merkle::FormatTlogProof(ProofOf(0, "")),
          merkle::FormatTlogProof(ProofOf(7, "extra")),
          merkle::FormatTlogProof(ProofOf(10, ""))};
}

void FuzzTlogProof(std::string_view bytes) {
  const auto proof = merkle::ParseTlogProof(bytes);
  if (!proof.ok()) {
    return RequireInvalid(proof.status(), "a proof is refused as invalid");
  }
  Require(merkle::FormatTlogProof(*proof) == bytes, "a proof has one form");
  Require(proof->path.size() <= 63 &&
              proof->extra.size() <= merkle::kMaxTlogProofExtra,
          "its lists are bounded");
  const auto refused = merkle::VerifyTlogProof(
      *proof, merkle::LeafHash("0"), kLog,
      [](const merkle::Note&) { return absl::NotFoundError("no such key"); });
  Require(absl::IsNotFound(refused.status()),
          "no proof outlives a note that is not believed");
  const auto shown = merkle::VerifyTlogProof(
      *proof, merkle::LeafHash("0"), kLog,
      [](const merkle::Note&) { return absl::OkStatus(); });
  if (!shown.ok()) {
    return RequireInvalid(shown.status(), "what is not shown is invalid");
  }
  Require(shown->origin == kLog &&
              merkle::VerifyInclusion(merkle::LeafHash("0"), proof->index,
                                      shown->size, proof->path, shown->root)
                  .ok(),
          "what is shown is in the log");
}

}  // namespace sijill::fuzz
