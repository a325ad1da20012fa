// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/witness/checkpoint_memory.h"

#include <filesystem>
#include <system_error>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/merkle/proof.h"

namespace sijill::cli {
namespace {

absl::Status Contradiction(const merkle::Checkpoint& seen, uint64_t size) {
  return absl::DataLossError(base::StrCat(
      "THE LOG ", seen.origin, " CONTRADICTS ITSELF: what it shows at ",
      seen.size, " entries does not go together with what it showed at ",
      size));
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

absl::StatusOr<std::optional<merkle::Checkpoint>> CheckpointMemory::Of(
    const std::string& origin) const {
  const absl::StatusOr<std::string> text = config::ReadFile(PathOf(origin));
  if (absl::IsNotFound(text.status())) return std::nullopt;
  if (!text.ok()) return text.status();
  const absl::StatusOr<merkle::Checkpoint> checkpoint =
      merkle::ParseCheckpoint(*text);
  if (!checkpoint.ok() || checkpoint->origin != origin) {
    return absl::DataLossError(
        base::StrCat(PathOf(origin), ": not a checkpoint of this log"));
  }
  return *checkpoint;
}

absl::Status CheckpointMemory::Compare(const merkle::Checkpoint& seen,
                                       const ConsistencyProver& prove) const {
  ASSIGN_OR_RETURN(const std::optional<merkle::Checkpoint> held,
                   Of(seen.origin));
  if (held) {
    const bool grew = seen.size >= held->size;
    const merkle::Checkpoint& first = grew ? *held : seen;
    const merkle::Checkpoint& second = grew ? seen : *held;
    std::vector<base::Hash> proof;
    if (first.size > 0 && first.size < second.size) {
      ASSIGN_OR_RETURN(proof, prove(first.size, second.size));
    }
    if (!merkle::VerifyConsistency(first.size, second.size, proof, first.root,
                                   second.root)
             .ok()) {
      return Contradiction(seen, held->size);
    }
    if (seen.size <= held->size) return absl::OkStatus();
  }
  std::error_code error;
  std::filesystem::create_directories(directory_, error);
  return config::WriteFileAtomically(PathOf(seen.origin),
                                     merkle::FormatCheckpoint(seen),
                                     config::FileMode::kSecret);
}

}  // namespace sijill::cli
