// SPDX-License-Identifier: Apache-2.0
// A registry file of a hundred thousand brackets within each other was written
// out again by recursion, and ended the process.
#include <gtest/gtest.h>

#include <string>

#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "services/registry/rpc/bootstrap.h"

namespace sijill::registry {
namespace {

TEST(RegistryFileNestedDeeplyTest, IsRefused) {
  const time::SimulatedClock clock(absl::FromUnixSeconds(1'790'000'000));
  sijill::testing::NodeFixture node({}, clock);
  ASSERT_TRUE(node.Start().ok());
  for (const size_t depth : {40u, 100'000u}) {
    const std::string json = R"({"agencies":[)" + std::string(depth, '[') +
                             std::string(depth, ']') + "]}";
    EXPECT_TRUE(absl::IsInvalidArgument(Bootstrap(node.casefile(), {}, json)));
  }
}

}  // namespace
}  // namespace sijill::registry
