// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/witness/checkpoint_memory.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/merkle/note.h"
#include "common/merkle/proof.h"

namespace sijill::cli {
namespace {

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!error) return absl::OkStatus();
  return absl::UnavailableError(
      base::StrCat(path, ": cannot be made: ", error.message()));
}

// Does the larger tree continue the smaller one? OUT_OF_RANGE if the log itself
// does not reach so far.
absl::StatusOr<bool> Continue(const merkle::Checkpoint& first,
                              const merkle::Checkpoint& second,
                              const ConsistencyProver& prove) {
  std::vector<base::Hash> proof;
  if (first.size > 0 && first.size < second.size) {
    ASSIGN_OR_RETURN(proof, prove(first.size, second.size));
  }
  return merkle::VerifyConsistency(first.size, second.size, proof, first.root,
                                   second.root)
      .ok();
}

}  // namespace

std::string CheckpointMemory::PathOf(const std::string& origin) const {
  std::string name;
  for (const char c : origin) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-';
    name += plain      ? std::string(1, c)
            : c == '/' ? std::string("_")
                       : "%" + base::Hex(std::string_view(&c, 1));
  }
  return base::StrCat(directory_, "/", name);
}

absl::StatusOr<std::string> CheckpointMemory::NoteOf(
    const std::string& origin) const {
  return config::ReadFile(PathOf(origin));
}

absl::StatusOr<std::optional<merkle::Checkpoint>> CheckpointMemory::Of(
    const std::string& origin) const {
  const absl::StatusOr<std::string> text = NoteOf(origin);
  if (absl::IsNotFound(text.status())) return std::nullopt;
  if (!text.ok()) return text.status();
  const auto note = merkle::ParseNote(*text);
  const auto checkpoint =
      merkle::ParseCheckpoint(note.ok() ? note->text : std::string());
  if (!checkpoint.ok() || checkpoint->origin != origin) {
    return absl::DataLossError(
        base::StrCat(PathOf(origin), ": not a checkpoint of this log"));
  }
  return *checkpoint;
}

absl::Status CheckpointMemory::Contradiction(const merkle::Checkpoint& held,
                                             const merkle::Checkpoint& seen,
                                             const std::string& note) const {
  const std::string folder = directory_ + "/contradictions";
  RETURN_IF_ERROR(MakeFolder(folder));
  ASSIGN_OR_RETURN(const std::string before, NoteOf(held.origin));
  const std::string stem = base::StrCat(
      folder, "/", PathOf(seen.origin).substr(directory_.size() + 1), ".",
      base::Sha256({before, note}).hex().substr(0, 16));
  for (const auto& [name, bytes] :
       {std::pair(stem + ".before", before), std::pair(stem + ".now", note)}) {
    RETURN_IF_ERROR(
        config::WriteFileAtomically(name, bytes, config::FileMode::kSecret));
  }
  return absl::DataLossError(base::StrCat(
      "THE LOG ", seen.origin, " CONTRADICTS ITSELF: what it shows at ",
      seen.size, " entries does not go together with what it showed at ",
      held.size, "; both signed checkpoints are kept: ", stem, ".*"));
}

absl::Status CheckpointMemory::Compare(const merkle::Checkpoint& seen,
                                       const std::string& note,
                                       const ConsistencyProver& prove) const {
  ASSIGN_OR_RETURN(const std::optional<merkle::Checkpoint> held,
                   Of(seen.origin));
  if (held) {
    const bool grew = seen.size >= held->size;
    const auto continued =
        Continue(grew ? *held : seen, grew ? seen : *held, prove);
    if (absl::IsOutOfRange(continued.status()) ||
        (continued.ok() && !*continued)) {
      return Contradiction(*held, seen, note);
    }
    RETURN_IF_ERROR(continued.status());
    if (seen.size <= held->size) return absl::OkStatus();
  }
  RETURN_IF_ERROR(MakeFolder(directory_));
  return config::WriteFileAtomically(PathOf(seen.origin), note,
                                     config::FileMode::kSecret);
}

}  // namespace sijill::cli
