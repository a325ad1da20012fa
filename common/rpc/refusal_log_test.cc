// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/refusal_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "common/time/simulated_clock.h"

namespace sijill::rpc {
namespace {

using ::testing::HasSubstr;

TEST(RefusalLogTest, ACrowdOfStrangersWritesOneLineASecond) {
  time::SimulatedClock clock(absl::FromUnixSeconds(1'780'000'000));
  std::string written;
  observe::Log log(clock, [&](std::string_view line) { written += line; });
  RefusalLog refusals(log, clock);
  const auto lines = [&] { return std::ranges::count(written, '\n'); };
  for (int i = 0; i < 1000; ++i) refusals.Write("the certificate was revoked");
  EXPECT_EQ(lines(), 1);
  EXPECT_THAT(written, HasSubstr("was revoked"));
  clock.Advance(absl::Seconds(1));
  refusals.Write("the certificate has expired");
  EXPECT_EQ(lines(), 2);
  EXPECT_THAT(written, HasSubstr("\"passed_over\":999"));
  clock.Advance(absl::Seconds(1));
  refusals.Write("the certificate has expired");
  EXPECT_THAT(written, HasSubstr("\"passed_over\":0"));
}

}  // namespace
}  // namespace sijill::rpc
