// SPDX-License-Identifier: Apache-2.0
// What this user has seen of each log: a node that shows another history to
// him later, or to somebody else, is found out by whoever remembers.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/merkle/checkpoint.h"

namespace sijill::cli {

// Asks a log for the proof that its tree of `second` leaves begins with that of
// `first`.
using ConsistencyProver = std::function<absl::StatusOr<std::vector<base::Hash>>(
    uint64_t first, uint64_t second)>;

// A file for each log in <config directory>/checkpoints, replaced in one step:
// the node's signed note itself, so that it proves what the node said. Several
// programs may share it: what is kept was compared with what was kept before.
class CheckpointMemory {
 public:
  explicit CheckpointMemory(std::string config_directory)
      : directory_(std::move(config_directory) + "/checkpoints") {}

  // The last one of the log, or nothing. DATA_LOSS if the file is not one.
  absl::StatusOr<std::optional<merkle::Checkpoint>> Of(
      const std::string& origin) const;

  // Compares `seen`, which `note` states, with what is remembered of its log,
  // and remembers the note if it is larger. DATA_LOSS if the two contradict
  // each other, or the log does not reach what it showed before (the prover's
  // OUT_OF_RANGE): what is remembered stays then, both notes are kept in the
  // folder "contradictions", and the message names it. The prover's errors
  // otherwise, and those of files.
  absl::Status Compare(const merkle::Checkpoint& seen, const std::string& note,
                       const ConsistencyProver& prove) const;

 private:
  std::string PathOf(const std::string& origin) const;
  absl::StatusOr<std::string> NoteOf(const std::string& origin) const;
  absl::Status Contradiction(const merkle::Checkpoint& held,
                             const merkle::Checkpoint& seen,
                             const std::string& note) const;

  std::string directory_;
};

}  // namespace sijill::cli
