// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/projection/own_log.h"

#include "common/base/status_macros.h"
#include "common/ledger/log_signer.h"

namespace sijill::exchange {

absl::StatusOr<uint64_t> ContinuedSize(const casefile::Casefile& casefile,
                                       const std::string& checkpoint) {
  if (checkpoint.empty()) return 0;
  const auto& signer = casefile.signer(ledger::LogKind::kShared);
  ASSIGN_OR_RETURN(
      const merkle::Checkpoint seen,
      ledger::OpenCheckpoint(checkpoint, signer.origin(), signer.public_key()));
  const auto log = casefile.Log(ledger::LogKind::kShared);
  ASSIGN_OR_RETURN(const uint64_t size, log->Size());
  if (seen.size <= size) {
    ASSIGN_OR_RETURN(const base::Hash root, log->RootAt(seen.size));
    if (root == seen.root) return seen.size;
  }
  return absl::OutOfRangeError(
      "a peer holds a checkpoint of this node's shared log that the log does "
      "not continue: the log was set back. Restore it, or declare a new epoch");
}

absl::Status CheckSeenOfUs(const casefile::Casefile& casefile,
                           const Evidence& evidence) {
  ASSIGN_OR_RETURN(const auto seen, evidence.SeenOfUs());
  for (const std::string& checkpoint : seen) {
    const auto size = ContinuedSize(casefile, checkpoint);
    if (absl::IsOutOfRange(size.status())) {
      return absl::DataLossError(std::string(size.status().message()));
    }
    if (absl::IsDataLoss(size.status())) return size.status();
    // A note of another key says nothing of this log.
  }
  return absl::OkStatus();
}

}  // namespace sijill::exchange
