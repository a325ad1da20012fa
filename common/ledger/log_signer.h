// SPDX-License-Identifier: Apache-2.0
// What signs the checkpoints of one log: an Ed25519 key under the log's origin
// (C2SP signed-note, tlog-checkpoint).
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/crypto/ed25519.h"
#include "common/merkle/checkpoint.h"

namespace sijill::ledger {

class LogSigner {
 public:
  LogSigner(std::string origin, crypto::Ed25519PrivateKey key);

  const std::string& origin() const { return origin_; }
  base::FixedBytes<32> public_key() const { return key_.public_key(); }

  // The signed note of the checkpoint (origin, size, root).
  std::string Sign(uint64_t size, const base::Hash& root) const;

 private:
  std::string origin_;
  crypto::Ed25519PrivateKey key_;
};

// The checkpoint in `note`, if it names `origin` and carries a signature of
// `key` under that name; PERMISSION_DENIED otherwise, INVALID_ARGUMENT if it
// is no note.
absl::StatusOr<merkle::Checkpoint> OpenCheckpoint(
    std::string_view note, std::string_view origin,
    const base::FixedBytes<32>& key);

}  // namespace sijill::ledger
