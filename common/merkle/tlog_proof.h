// SPDX-License-Identifier: Apache-2.0
// Offline proofs (C2SP tlog-proof): a file that shows with nothing but the
// log's name and keys that an entry is in the log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/merkle/checkpoint.h"
#include "common/merkle/note.h"

namespace sijill::merkle {

// What is accepted of extra data.
inline constexpr size_t kMaxTlogProofExtra = 1'000'000;

// The parts of a proof; a claim until VerifyTlogProof() has accepted it.
struct TlogProof {
  std::string extra;             // empty for none; authenticated by nothing
  uint64_t index = 0;            // of the entry in the log
  std::vector<base::Hash> path;  // from leaf to root, at most 63
  std::string checkpoint;        // the signed note, byte for byte

  friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

// The text of the proof, to be kept in a file *.tlog-proof.
std::string FormatTlogProof(const TlogProof& proof);

// Reads what FormatTlogProof() wrote, its checkpoint included; nothing in it is
// verified. INVALID_ARGUMENT for any other bytes: each proof has one form.
absl::StatusOr<TlogProof> ParseTlogProof(std::string_view bytes);

// The checkpoint by which `proof` shows that the entry with `leaf_hash`
// (LeafHash() of the entry) is in the log `origin`. `verify_note` says whether
// the note is signed as the caller's policy for that log wants it, with
// VerifyNote() and VerifyCosignature(); its error is passed on unchanged.
// INVALID_ARGUMENT if the proof shows anything else.
absl::StatusOr<Checkpoint> VerifyTlogProof(
    const TlogProof& proof, const base::Hash& leaf_hash,
    std::string_view origin,
    absl::FunctionRef<absl::Status(const Note& note)> verify_note);

}  // namespace sijill::merkle
