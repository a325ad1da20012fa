// SPDX-License-Identifier: Apache-2.0
#include "common/content/at_rest.h"

#include <gtest/gtest.h>

#include <string>

namespace sijill::content {
namespace {

class AtRestTest : public ::testing::Test {
 protected:
  crypto::SystemRandom random_;
  const crypto::DataKey key_ = crypto::DataKey::Generate(random_);
  const event::DataKeyId key_id_ = random_.Next<16>();
  const event::Part part_{random_.NextHash(), "what was said"};
  const std::string stored_ =
      EncryptPart(key_, key_id_, random_.Next<12>(), part_);
};

TEST_F(AtRestTest, APartComesBack) {
  const auto part =
      DecryptPart(key_, key_id_, event::Commitment(part_), stored_);
  ASSERT_TRUE(part.ok()) << part.status();
  EXPECT_EQ(*part, part_);
}

TEST_F(AtRestTest, AnAbsentPartIsItsSalt) {
  const event::Part absent{random_.NextHash(), ""};
  const std::string stored =
      EncryptPart(key_, key_id_, random_.Next<12>(), absent);
  EXPECT_EQ(stored.size(), 60u);
  EXPECT_EQ(*DecryptPart(key_, key_id_, event::Commitment(absent), stored),
            absent);
}

TEST_F(AtRestTest, APartHasOnePlace) {
  const base::Hash commitment = event::Commitment(part_);
  const auto lost = [](const absl::StatusOr<event::Part>& part) {
    return absl::IsDataLoss(part.status());
  };
  EXPECT_TRUE(lost(DecryptPart(key_, random_.Next<16>(), commitment, stored_)));
  EXPECT_TRUE(lost(DecryptPart(key_, key_id_, random_.NextHash(), stored_)));
  EXPECT_TRUE(lost(DecryptPart(crypto::DataKey::Generate(random_), key_id_,
                               commitment, stored_)));
  for (size_t i = 0; i < stored_.size(); ++i) {
    EXPECT_TRUE(
        lost(DecryptPart(key_, key_id_, commitment, stored_.substr(0, i))))
        << i;
  }
}

}  // namespace
}  // namespace sijill::content
