// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/key_directory.h"

#include <gtest/gtest.h>

namespace sijill::casefile {
namespace {

class KeyDirectoryTest : public ::testing::Test {
 protected:
  std::string At(uint64_t index) const {
    const auto found = keys_.KeyFor(agency_, key_.id(), index);
    return found.ok() ? "" : std::string(found.status().message());
  }

  const base::AgencyName agency_ =
      *base::AgencyName::Parse("north.example/agencies/interior");
  const crypto::PublicKey key_ = crypto::PrivateKey::Generate().public_key();
  KeyDirectory keys_;
};

TEST_F(KeyDirectoryTest, AKeyCountsFromItsEndorsementOn) {
  EXPECT_EQ(At(5), "UNKNOWN_KEY");
  keys_.Endorse(agency_, key_, 5);
  EXPECT_EQ(At(4), "UNKNOWN_KEY");
  EXPECT_EQ(At(5), "");
  keys_.Endorse(agency_, key_, 3);  // a second one changes nothing
  EXPECT_EQ(At(4), "UNKNOWN_KEY");
}

TEST_F(KeyDirectoryTest, AKeyIsItsAgencysAlone) {
  keys_.Endorse(agency_, key_, 0);
  const auto other = *base::AgencyName::Parse("north.example/agencies/border");
  EXPECT_FALSE(keys_.KeyFor(other, key_.id(), 1).ok());
  EXPECT_EQ(keys_.Find(other, key_.id()), nullptr);
}

TEST_F(KeyDirectoryTest, WhatWasSealedBelowARevocationHolds) {
  keys_.Endorse(agency_, key_, 0);
  keys_.Revoke(agency_, key_.id(), 9, 7);
  EXPECT_EQ(At(8), "");
  EXPECT_EQ(At(9), "KEY_REVOKED");
  EXPECT_EQ(keys_.Find(agency_, key_.id())->suspect_since, 7u);
}

TEST_F(KeyDirectoryTest, OfSeveralRevocationsTheStrictestCounts) {
  keys_.Endorse(agency_, key_, 0);
  keys_.Revoke(agency_, key_.id(), 9, 9);
  keys_.Revoke(agency_, key_.id(), 12, 3);
  EXPECT_EQ(At(9), "KEY_REVOKED");
  EXPECT_EQ(keys_.Find(agency_, key_.id())->suspect_since, 3u);
  keys_.Endorse(agency_, key_, 13);
  EXPECT_EQ(At(14), "KEY_REVOKED");
}

TEST_F(KeyDirectoryTest, ARetiredKeySealsNothingMore) {
  keys_.Endorse(agency_, key_, 0);
  keys_.Retire(agency_, key_.id(), 4);
  EXPECT_EQ(At(3), "");
  EXPECT_EQ(At(4), "KEY_RETIRED");
  keys_.Revoke(agency_, key_.id(), 2, 0);
  EXPECT_EQ(At(3), "KEY_REVOKED");
}

TEST_F(KeyDirectoryTest, WhatIsNotKnownIsNotTakenAway) {
  keys_.Revoke(agency_, key_.id(), 0, 0);
  keys_.Retire(agency_, key_.id(), 0);
  EXPECT_EQ(keys_.Find(agency_, key_.id()), nullptr);
}

}  // namespace
}  // namespace sijill::casefile
