// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/log_signer.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/merkle/note.h"

namespace sijill::ledger {

LogSigner::LogSigner(std::string origin, crypto::Ed25519PrivateKey key)
    : origin_(std::move(origin)), key_(std::move(key)) {}

std::string LogSigner::Sign(uint64_t size, const base::Hash& root) const {
  merkle::Note note{.text = merkle::FormatCheckpoint(
                        {.origin = origin_, .size = size, .root = root})};
  note.signatures.push_back(
      {.name = origin_,
       .key_hash = merkle::Ed25519KeyHash(origin_, key_.public_key().view()),
       .signature = key_.Sign(note.text).str()});
  return merkle::FormatNote(note);
}

absl::StatusOr<merkle::Checkpoint> OpenCheckpoint(
    std::string_view text, std::string_view origin,
    const base::FixedBytes<32>& key) {
  ASSIGN_OR_RETURN(const merkle::Note note, merkle::ParseNote(text));
  RETURN_IF_ERROR(merkle::VerifyNote(
      note, origin, key.view(),
      [&](std::string_view message, std::string_view signature) {
        return crypto::VerifyEd25519(key, message, signature);
      }));
  ASSIGN_OR_RETURN(merkle::Checkpoint checkpoint,
                   merkle::ParseCheckpoint(note.text));
  if (checkpoint.origin != origin) {
    return absl::PermissionDeniedError("the checkpoint is of another log");
  }
  return checkpoint;
}

}  // namespace sijill::ledger
