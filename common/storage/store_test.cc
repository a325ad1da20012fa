// SPDX-License-Identifier: Apache-2.0
#include "common/storage/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace sijill::storage {
namespace {

using ::testing::ElementsAre;

// The real engine over an in-memory file system: closing and opening again is
// a restart.
class StoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<Store> Open() {
    auto store = Store::Open("/db", {.env = env_.get()});
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  const std::unique_ptr<rocksdb::Env> env_{
      rocksdb::NewMemEnv(rocksdb::Env::Default())};
};

std::vector<std::string> Keys(const Reader& reader, std::string_view prefix) {
  std::vector<std::string> keys;
  EXPECT_TRUE(ScanPrefix(reader, prefix, [&](auto key, auto) {
                keys.emplace_back(key);
                return true;
              }).ok());
  return keys;
}

TEST_F(StoreTest, WhatWasCommittedSurvivesARestart) {
  EXPECT_EQ(Open()->Commit({.puts = {{"a", "1"}, {"b", "2"}}}),
            CommitOutcome::kCommitted);
  const auto store = Open();
  EXPECT_EQ(**store->Get("a"), "1");
  EXPECT_EQ(*store->Get("c"), std::nullopt);
}

TEST_F(StoreTest, ACommitWhosePreconditionFailsChangesNothing) {
  const auto store = Open();
  ASSERT_EQ(store->Commit({.puts = {{"a", "1"}}}), CommitOutcome::kCommitted);
  EXPECT_EQ(
      store->Commit({.preconditions = {{"a", "2"}}, .puts = {{"b", "x"}}}),
      CommitOutcome::kConflict);
  EXPECT_EQ(store->Commit(
                {.preconditions = {{"a", std::nullopt}}, .puts = {{"b", "x"}}}),
            CommitOutcome::kConflict);
  EXPECT_EQ(*store->Get("b"), std::nullopt);
  EXPECT_EQ(store->Commit({.preconditions = {{"a", "1"}, {"b", std::nullopt}},
                           .puts = {{"b", "x"}},
                           .deletes = {"a"}}),
            CommitOutcome::kCommitted);
  EXPECT_EQ(*store->Get("a"), std::nullopt);
}

TEST_F(StoreTest, AScanIsOrderedByOctetsAndEndsWithItsPrefix) {
  const auto store = Open();
  ASSERT_EQ(store->Commit({.puts = {{"k\xff\xff", "1"},
                                    {"k", "2"},
                                    {"k\x01", "3"},
                                    {"l", "4"}}}),
            CommitOutcome::kCommitted);
  EXPECT_THAT(Keys(*store, "k"), ElementsAre("k", "k\x01", "k\xff\xff"));
  EXPECT_THAT(Keys(*store, "k\xff"), ElementsAre("k\xff\xff"));
}

TEST_F(StoreTest, ASnapshotDoesNotMove) {
  const auto store = Open();
  ASSERT_EQ(store->Commit({.puts = {{"a", "1"}}}), CommitOutcome::kCommitted);
  const auto before = store->Snapshot();
  ASSERT_EQ(store->Commit({.puts = {{"a", "2"}}}), CommitOutcome::kCommitted);
  EXPECT_EQ(**before->Get("a"), "1");
  EXPECT_EQ(**store->Get("a"), "2");
}

TEST_F(StoreTest, TwoProcessesDoNotShareAStore) {
  const std::string directory = ::testing::TempDir() + "/store_lock_test";
  std::filesystem::remove_all(directory);
  const auto first = Store::Open(directory, {});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Store::Open(directory, {}).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Store::Open(directory, {.read_only = true}).ok());
}

// Flips a bit in the payload of a record in the middle of the write-ahead log.
void DamageLog(const std::string& directory) {
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    if (file.path().extension() != ".log") continue;
    std::stringstream bytes;
    bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
    std::string log = bytes.str();
    const size_t at = log.find("value", log.size() / 2);
    ASSERT_NE(at, std::string::npos);
    log[at] = static_cast<char>(log[at] ^ 1);
    std::ofstream(file.path(), std::ios::binary) << log;
  }
}

// A flipped bit before the end of the write-ahead log must not be taken for
// its end: everything behind it would be gone without a word. (A record whose
// length was damaged in the last block does look like a torn end; that is what
// the ledger's `released` file is for.)
TEST(StoreDamageTest, ALogDamagedBeforeItsEndIsRefused) {
  const std::string directory = ::testing::TempDir() + "/store_damage_test";
  std::filesystem::remove_all(directory);
  {
    const auto store = Store::Open(directory, {});
    ASSERT_TRUE(store.ok());
    for (int i = 0; i < 50; ++i) {
      ASSERT_EQ((*store)->Commit({.puts = {{std::to_string(i), "value"}}}),
                CommitOutcome::kCommitted);
    }
  }
  DamageLog(directory);
  EXPECT_EQ(Store::Open(directory, {}).status().code(),
            absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace sijill::storage
