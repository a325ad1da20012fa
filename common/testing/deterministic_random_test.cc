// SPDX-License-Identifier: Apache-2.0
#include "common/testing/deterministic_random.h"

#include <gtest/gtest.h>

#include <string>

namespace sijill::testing {
namespace {

TEST(DeterministicRandomTest, ASeedRepeatsItsBytesHoweverTheyAreAskedFor) {
  DeterministicRandom whole(7);
  DeterministicRandom pieces(7);
  const std::string expected = whole.Bytes(100);
  std::string got = pieces.Bytes(1);
  got += pieces.Bytes(0);
  got += pieces.Bytes(63);
  got += pieces.NextHash().str();
  got += pieces.Bytes(4);
  EXPECT_EQ(got, expected);
}

TEST(DeterministicRandomTest, AnotherSeedGivesOtherBytes) {
  EXPECT_NE(DeterministicRandom(1).NextHash(),
            DeterministicRandom(2).NextHash());
}

}  // namespace
}  // namespace sijill::testing
