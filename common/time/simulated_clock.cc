// SPDX-License-Identifier: Apache-2.0
#include "common/time/simulated_clock.h"

namespace sijill::time {

absl::Time SimulatedClock::Now() const {
  base::MutexLock lock(mu_);
  return now_;
}

void SimulatedClock::Set(absl::Time now) {
  base::MutexLock lock(mu_);
  now_ = now;
}

void SimulatedClock::Advance(absl::Duration by) {
  base::MutexLock lock(mu_);
  now_ += by;
}

}  // namespace sijill::time
