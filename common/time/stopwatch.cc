// SPDX-License-Identifier: Apache-2.0
#include "common/time/stopwatch.h"

namespace sijill::time {

Stopwatch::Stopwatch() : start_(std::chrono::steady_clock::now()) {}

absl::Duration Stopwatch::Elapsed() const {
  return absl::FromChrono(std::chrono::steady_clock::now() - start_);
}

}  // namespace sijill::time
