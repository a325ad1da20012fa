// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/worker_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace sijill::rpc {
namespace {

using ::testing::ElementsAre;

TEST(WorkerPoolTest, RunsWhatItTookInOrder) {
  std::vector<int> ran;
  WorkerPool pool({.threads = 1, .max_jobs = 10});
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(pool.Submit(1, [&ran, i] { ran.push_back(i); }));
  }
  pool.Stop();
  EXPECT_THAT(ran, ElementsAre(0, 1, 2));
}

TEST(WorkerPoolTest, RefusesWhenTheQueueIsFullAndTakesAgainAfterwards) {
  std::promise<void> started;
  std::promise<void> released;
  std::promise<void> queued_ran;
  WorkerPool pool({.threads = 1, .max_jobs = 1});
  ASSERT_TRUE(pool.Submit(1, [&] {
    started.set_value();
    released.get_future().wait();
  }));
  started.get_future().wait();
  ASSERT_TRUE(pool.Submit(1, [&] { queued_ran.set_value(); }));
  EXPECT_FALSE(pool.Submit(1, [] { FAIL() << "was refused, and ran"; }));
  released.set_value();
  queued_ran.get_future().wait();
  EXPECT_TRUE(pool.Submit(1, [] {}));
}

TEST(WorkerPoolTest, BoundsTheMemoryThatJobsHold) {
  std::promise<void> started;
  std::promise<void> released;
  WorkerPool pool({.threads = 1, .max_jobs = 10, .max_bytes = 100});
  ASSERT_TRUE(pool.Submit(60, [&] {
    started.set_value();
    released.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_FALSE(pool.Submit(41, [] {}));
  EXPECT_FALSE(pool.Submit(~size_t{0}, [] {})) << "the sum overflowed";
  EXPECT_TRUE(pool.Submit(40, [] {}));
  released.set_value();
}

TEST(WorkerPoolTest, OneJobAloneIsTakenHoweverLarge) {
  std::promise<void> ran;
  WorkerPool pool({.threads = 1, .max_jobs = 1, .max_bytes = 10});
  ASSERT_TRUE(pool.Submit(1000, [&ran] { ran.set_value(); }));
  ran.get_future().wait();
}

TEST(WorkerPoolTest, AStoppedPoolTakesNothing) {
  WorkerPool pool({.threads = 2, .max_jobs = 4});
  pool.Stop();
  EXPECT_FALSE(pool.Submit(1, [] {}));
}

TEST(WorkerPoolTest, NoJobIsLostOrRunTwice) {
  std::atomic<int> ran = 0;
  int taken = 0;
  {
    WorkerPool pool({.threads = 4, .max_jobs = 16});
    for (int i = 0; i < 5000; ++i) {
      if (pool.Submit(1, [&ran] { ++ran; })) ++taken;
    }
  }
  EXPECT_EQ(ran, taken);
}

}  // namespace
}  // namespace sijill::rpc
