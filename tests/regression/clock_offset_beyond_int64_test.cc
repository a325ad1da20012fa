// SPDX-License-Identifier: Apache-2.0
// 2^64 - 5 seconds was read as minus five seconds.
#include <gtest/gtest.h>

#include <string>

#include "services/node/config/node_config.h"

namespace sijill::node {
namespace {

absl::StatusOr<NodeConfig> WithOffset(const std::string& seconds) {
  return ParseNodeConfig(R"({"domain":"a.example","exchange":"training.x",)"
                         R"("clock_offset_seconds":)" +
                             seconds + "}",
                         "/d");
}

TEST(ClockOffsetBeyondInt64Test, IsRefusedAndNotTakenForAnotherNumber) {
  for (const char* seconds :
       {"18446744073709551611", "9223372036854775808", "3162240001",
        "-3162240001", "-9223372036854775808", "18446744073709551616", "1.5"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(WithOffset(seconds).status()))
        << seconds;
  }
  for (const char* seconds : {"3162240000", "-3162240000", "-5", "0"}) {
    const auto config = WithOffset(seconds);
    ASSERT_TRUE(config.ok()) << seconds;
    EXPECT_EQ(std::to_string(absl::ToInt64Seconds(config->clock_offset)),
              seconds);
  }
}

}  // namespace
}  // namespace sijill::node
