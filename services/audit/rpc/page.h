// SPDX-License-Identifier: Apache-2.0
// Pages of a history that goes on growing.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"

namespace sijill::audit {

// How many to show: 50 unless asked, at most 200. INVALID_ARGUMENT if negative.
absl::StatusOr<size_t> PageSize(int32_t asked);

// Where a replay goes on: what was shown, and the logs as the first page found
// them, so that all pages are of one history.
struct ReplayPosition {
  uint64_t shown = 0;
  uint64_t shared_size = 0;
  uint64_t own_size = 0;
};
std::string FormatToken(const ReplayPosition& position);
// INVALID_ARGUMENT unless FormatToken() made it.
absl::StatusOr<ReplayPosition> ParseToken(const std::string& token);

}  // namespace sijill::audit
