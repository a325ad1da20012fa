// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/time/time.h"
#include "common/time/clock.h"
#include "common/time/simulated_clock.h"
#include "common/time/stopwatch.h"

namespace sijill::time {
namespace {

TEST(ClockTest, ASimulatedClockMovesOnlyWhenTold) {
  SimulatedClock clock(absl::UnixEpoch());
  EXPECT_EQ(clock.Now(), absl::UnixEpoch());
  EXPECT_EQ(clock.Now(), absl::UnixEpoch());
  clock.Advance(absl::Hours(3));
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() + absl::Hours(3));
  clock.Set(absl::UnixEpoch() - absl::Seconds(1));
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() - absl::Seconds(1));
}

TEST(ClockTest, NoStepOfASimulatedClockIsLostBetweenThreads) {
  SimulatedClock clock(absl::UnixEpoch());
  const auto steps = [&clock] {
    for (int i = 0; i < 1000; ++i) clock.Advance(absl::Microseconds(1));
  };
  std::thread other(steps);
  steps();
  other.join();
  EXPECT_EQ(clock.Now(), absl::UnixEpoch() + absl::Milliseconds(2));
}

TEST(ClockTest, AnOffsetClockStandsItsOffsetAwayFromTheSystemsClock) {
  const SystemClock system;
  const OffsetClock offset(absl::Hours(24));
  const absl::Time before = system.Now();
  const absl::Time moved = offset.Now();
  const absl::Time after = system.Now();
  EXPECT_GE(moved, before + absl::Hours(24));
  EXPECT_LE(moved, after + absl::Hours(24));
}

TEST(StopwatchTest, NeverRunsBackwards) {
  const Stopwatch watch;
  absl::Duration last = absl::ZeroDuration();
  for (int i = 0; i < 1000; ++i) {
    const absl::Duration now = watch.Elapsed();
    ASSERT_GE(now, last);
    last = now;
  }
  EXPECT_GT(last, absl::ZeroDuration());
}

}  // namespace
}  // namespace sijill::time
