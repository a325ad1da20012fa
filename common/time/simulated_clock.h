// SPDX-License-Identifier: Apache-2.0
// A clock that moves only when it is told to.
#pragma once

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/time/clock.h"

namespace sijill::time {

// For tests and for replays: stands still between calls. Safe from every
// thread.
class SimulatedClock final : public Clock {
 public:
  explicit SimulatedClock(absl::Time start) : now_(start) {}

  absl::Time Now() const override;
  // Any instant, an earlier one as well: machines' clocks are set back, too.
  void Set(absl::Time now);
  void Advance(absl::Duration by);

 private:
  mutable base::Mutex mu_;
  absl::Time now_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::time
