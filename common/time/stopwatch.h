// SPDX-License-Identifier: Apache-2.0
// How long something took, whatever happens to the civil time meanwhile.
#pragma once

#include <chrono>

#include "absl/time/time.h"

namespace sijill::time {

// Runs from its making. Reads the monotonic clock, which stands still while the
// machine is suspended. Safe from every thread.
class Stopwatch {
 public:
  Stopwatch();
  // Never negative, never less than it was.
  absl::Duration Elapsed() const;

 private:
  std::chrono::steady_clock::time_point start_;
};

}  // namespace sijill::time
