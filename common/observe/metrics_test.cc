// SPDX-License-Identifier: Apache-2.0
#include "common/observe/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace sijill::observe {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MetricsTest, CountersGaugesAndHistogramsAreExposed) {
  Metrics metrics;
  auto& calls = metrics.Counter("calls_total", "Calls.",
                                {{"method", {"Open"}}, {"code", {"OK"}}});
  calls.Increment({"Open", "OK"});
  calls.Increment({"Open", "OK"}, 2);
  metrics.Gauge("queue_length", "Waiting.").Set(7);
  auto& took = metrics.Histogram("call_seconds", "Time.", {0.1, 1});
  took.Observe(0.05);
  took.Observe(5);
  const std::string text = metrics.Exposition();
  EXPECT_THAT(text, HasSubstr("# HELP calls_total Calls."));
  EXPECT_THAT(text, HasSubstr("# TYPE calls_total counter"));
  EXPECT_THAT(text, HasSubstr("calls_total{code=\"OK\",method=\"Open\"} 3"));
  EXPECT_THAT(text, HasSubstr("queue_length 7"));
  EXPECT_THAT(text, HasSubstr("call_seconds_bucket{le=\"0.1\"} 1"));
  EXPECT_THAT(text, HasSubstr("call_seconds_count 2"));
}

TEST(MetricsTest, AValueThatWasNotDeclaredNeverBecomesALabel) {
  Metrics metrics;
  auto& calls = metrics.Counter("calls_total", "Calls.",
                                {{"method", {"Open"}}, {"code", {"OK"}}});
  calls.Increment({"Amina", "OK"});
  calls.Increment({"Karim", "OK"});
  calls.Increment({"Open"});
  const std::string text = metrics.Exposition();
  EXPECT_THAT(text, Not(HasSubstr("Amina")));
  EXPECT_THAT(text, HasSubstr("calls_total{code=\"OK\",method=\"other\"} 2"));
  EXPECT_THAT(text, HasSubstr("calls_total{code=\"other\",method=\"Open\"} 1"));
}

TEST(MetricsTest, NoIncrementIsLostBetweenThreads) {
  Metrics metrics;
  auto& calls = metrics.Counter("calls_total", "Calls.");
  const auto count = [&calls] {
    for (int i = 0; i < 1000; ++i) calls.Increment();
  };
  std::thread other(count);
  count();
  other.join();
  EXPECT_THAT(metrics.Exposition(), HasSubstr("calls_total 2000"));
}

}  // namespace
}  // namespace sijill::observe
