// SPDX-License-Identifier: Apache-2.0
// A request of five megabytes of empty list entries made a refusal of hundreds,
// of which a caller is told a few kilobytes.
#include <gtest/gtest.h>

#include <string>

#include "common/refusal/refusal.h"

namespace sijill::refusal {
namespace {

TEST(ProblemsWithoutEndTest, TheFirstAreNamedAndTheRestCounted) {
  FieldProblems problems;
  for (int i = 0; i < 100'000; ++i) {
    problems.Add("list[" + std::to_string(i) + "]", "required");
  }
  const auto violations = FieldViolationsOf(problems.status());
  ASSERT_EQ(violations.size(), 26u);
  EXPECT_EQ(violations.front().field, "list[0]");
  EXPECT_EQ(violations.back().field, "*");
  EXPECT_LT(problems.status().message().size(), 10'000u);
}

}  // namespace
}  // namespace sijill::refusal
