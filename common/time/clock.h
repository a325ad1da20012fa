// SPDX-License-Identifier: Apache-2.0
// What time it is. This folder is the only home of now(): everyone else is
// handed a Clock, or an instant.
#pragma once

#include "absl/time/time.h"

namespace sijill::time {

// Tells the civil time. Instants of one clock need not rise: an administrator
// may set the machine's time. Measure durations with a Stopwatch.
class Clock {
 public:
  virtual ~Clock() = default;
  // Safe from every thread; does not block.
  virtual absl::Time Now() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
};

// The machine's clock, moved by a fixed offset: exercises that play months in
// an afternoon. It lies about the time, so whoever makes one must first know
// that the exchange's name begins with "training.".
class OffsetClock final : public Clock {
 public:
  explicit OffsetClock(absl::Duration offset) : offset_(offset) {}
  absl::Time Now() const override;

 private:
  const absl::Duration offset_;
};

}  // namespace sijill::time
