// SPDX-License-Identifier: Apache-2.0
// Cases that differ only in own lanes look the same to everybody else, byte for
// byte: deliveries, answers, receipts, proofs, tiles, refusals.
#include <cstdlib>
#include <iostream>

#include "gtest/gtest.h"
#include "tests/integration/twin_world.h"

namespace sijill::integration {
namespace {

uint64_t Worlds() { return std::getenv("SIJILL_LONG") != nullptr ? 100 : 8; }

TEST(TwinCasesTest, WithoutOwnLifeTwoWorldsAreTheSame) {
  TwinWorld one(0);
  TwinWorld other(0);
  one.Play();
  other.Play();
  EXPECT_EQ(FirstDifference(one.outward(), other.outward()), "");
  EXPECT_EQ(one.Findings(), "");
}

TEST(TwinCasesTest, OwnLanesChangeNothingThatOthersSee) {
  TwinWorld quiet(0);
  quiet.Play();
  ASSERT_GT(quiet.outward().size(), 100u);
  for (uint64_t seed = 1; seed <= Worlds(); ++seed) {
    std::cout << "seed " << seed << "\n";
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    TwinWorld lively(seed);
    lively.Play();
    EXPECT_GT(lively.own_entries(), quiet.own_entries() + 20);
    EXPECT_EQ(lively.shared_entries(), quiet.shared_entries());
    EXPECT_EQ(FirstDifference(lively.outward(), quiet.outward()), "");
    EXPECT_EQ(lively.Findings(), "");
  }
}

}  // namespace
}  // namespace sijill::integration
