// SPDX-License-Identifier: Apache-2.0
#include "common/time/clock.h"

#include "absl/time/clock.h"

namespace sijill::time {

absl::Time SystemClock::Now() const { return absl::Now(); }

absl::Time OffsetClock::Now() const { return absl::Now() + offset_; }

}  // namespace sijill::time
