// SPDX-License-Identifier: Apache-2.0
#include "common/content/key_store.h"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include "common/crypto/random.h"

namespace sijill::content {
namespace {

// Closing and opening again is a restart; the file system is in memory.
class KeyStoreTest : public ::testing::Test {
 protected:
  void Open(std::string_view wrapping = std::string(32, 'w')) {
    keys_.reset();
    store_.reset();
    store_ = *storage::Store::Open("/keys", {.env = env_.get()});
    auto opened =
        KeyStore::Open(*store_, *crypto::DataKey::FromBytes(wrapping));
    status_ = opened.status();
    if (opened.ok()) keys_ = *std::move(opened);
  }
  event::DataKeyId AddKey() {
    const auto id = random_.Next<16>();
    EXPECT_TRUE(
        keys_->Add(id, crypto::DataKey::Generate(random_), random_.Next<12>())
            .ok());
    return id;
  }

  const std::unique_ptr<rocksdb::Env> env_{
      rocksdb::NewMemEnv(rocksdb::Env::Default())};
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<KeyStore> keys_;
  absl::Status status_;
  crypto::SystemRandom random_;
  const event::Part part_{.salt = random_.NextHash(), .bytes = "content"};
};

TEST_F(KeyStoreTest, AKeyThatWasFlushedSurvivesARestart) {
  Open();
  const auto id = AddKey();
  ASSERT_TRUE(keys_->Flush().ok());
  const auto stored = keys_->SealPart(id, random_.Next<12>(), part_);
  ASSERT_TRUE(stored.ok());
  Open();
  EXPECT_EQ(keys_->position(), 1u);
  EXPECT_EQ(*keys_->OpenPart(id, event::Commitment(part_), *stored), part_);
}

TEST_F(KeyStoreTest, ThePositionCountsWhatIsDurable) {
  Open();
  AddKey();
  EXPECT_EQ(keys_->position(), 0u);
  ASSERT_TRUE(keys_->Flush().ok());
  AddKey();
  AddKey();
  ASSERT_TRUE(keys_->Flush().ok());
  EXPECT_EQ(keys_->position(), 3u);
}

TEST_F(KeyStoreTest, AnotherWrappingKeyIsNoticedAtOnce) {
  Open();
  AddKey();
  ASSERT_TRUE(keys_->Flush().ok());
  Open(std::string(32, 'x'));
  EXPECT_EQ(status_.code(), absl::StatusCode::kDataLoss);
}

TEST_F(KeyStoreTest, ContentDoesNotMoveToAnotherPlace) {
  Open();
  const auto id = AddKey();
  const auto other = AddKey();
  const auto stored = *keys_->SealPart(id, random_.Next<12>(), part_);
  EXPECT_FALSE(keys_->OpenPart(other, event::Commitment(part_), stored).ok());
  EXPECT_EQ(keys_->OpenPart(id, random_.NextHash(), stored).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(
      keys_->OpenPart(random_.Next<16>(), event::Commitment(part_), stored)
          .status()
          .code(),
      absl::StatusCode::kNotFound);
}

TEST_F(KeyStoreTest, AnIdIsNotTakenTwice) {
  Open();
  const auto id = AddKey();
  EXPECT_EQ(
      keys_->Add(id, crypto::DataKey::Generate(random_), random_.Next<12>())
          .code(),
      absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace sijill::content
