// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/lanes.h"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <memory>

#include "common/crypto/random.h"

namespace sijill::casefile {
namespace {

class LaneDataKeyTest : public ::testing::Test {
 protected:
  absl::StatusOr<event::DataKeyId> KeyFor(uint64_t uses) {
    return LaneDataKey(*keys_, draws_, "name", uses, head_);
  }

  const std::unique_ptr<rocksdb::Env> env_{
      rocksdb::NewMemEnv(rocksdb::Env::Default())};
  const std::unique_ptr<storage::Store> store_ =
      *storage::Store::Open("/keys", {.env = env_.get()});
  const std::unique_ptr<content::KeyStore> keys_ = *content::KeyStore::Open(
      *store_, *crypto::DataKey::FromBytes(std::string(32, 'w')));
  crypto::SystemRandom random_;
  RandomDraws draws_{random_};
  store::v1::LaneHead head_;
};

TEST_F(LaneDataKeyTest, ALaneKeepsItsKeyAndCountsItsUses) {
  const auto first = KeyFor(6);
  ASSERT_TRUE(first.ok());
  EXPECT_EQ(*KeyFor(2), *first);
  EXPECT_EQ(head_.data_key_uses(), 8u);
}

TEST_F(LaneDataKeyTest, AKeyIsUsedAtMostTwoToTheTwentyEighthTimes) {
  const auto first = KeyFor(1);
  head_.set_data_key_uses((uint64_t{1} << 28) - 2);
  EXPECT_EQ(*KeyFor(2), *first);
  EXPECT_EQ(head_.data_key_uses(), uint64_t{1} << 28);
  const auto second = KeyFor(1);
  ASSERT_TRUE(second.ok());
  EXPECT_NE(*second, *first);
  EXPECT_EQ(head_.data_key_uses(), 1u);
  // What the first one protects can still be read.
  const event::Part part{.salt = random_.NextHash(), .bytes = "content"};
  const auto stored = keys_->SealPart(*first, random_.Next<12>(), part);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(*keys_->OpenPart(*first, event::Commitment(part), *stored), part);
}

TEST(LogForTest, OnlyTheDomainAloneIsItsOwnLog) {
  const auto domain = *base::DomainName::Parse("north.example");
  const auto log = [&](std::vector<std::string> audience) {
    return LogFor(audience, domain);
  };
  EXPECT_EQ(log({"north.example"}), ledger::LogKind::kOwn);
  EXPECT_EQ(log({"north.example", "south.example"}), ledger::LogKind::kShared);
  EXPECT_EQ(log({"south.example"}), ledger::LogKind::kShared);
  EXPECT_EQ(log({"*"}), ledger::LogKind::kShared);
}

}  // namespace
}  // namespace sijill::casefile
