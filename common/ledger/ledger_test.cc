// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <filesystem>
#include <future>
#include <map>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "common/time/simulated_clock.h"

namespace sijill::ledger {
namespace {

using ::testing::HasSubstr;

// Entries are the digests of their locators, so anyone can hash them again.
base::Hash EntryFor(std::string_view locator) {
  return base::Sha256({locator});
}

struct Answer {
  absl::Status status;
  uint64_t index = 0;
  uint64_t recorded_at = 0;
  std::string checkpoint;
};

// Appends one entry; waits at a gate if there is one.
class OneEntry : public Submission {
 public:
  OneEntry(std::string account, LogKind kind, std::string locator)
      : account_(std::move(account)),
        kind_(kind),
        locator_(std::move(locator)) {}

  std::future<Answer> answer() { return promise_.get_future(); }
  void WaitFor(std::shared_future<void> gate) { gate_ = std::move(gate); }
  void UseReserve() { reserve_ = true; }

  std::string_view account() const override { return account_; }
  bool MayUseReserve() const override { return reserve_; }
  bool OwnLogOnly() const override { return kind_ == LogKind::kOwn; }
  void Stage(Batch& batch) override {
    if (gate_.valid()) gate_.wait();
    answer_.index = batch.Append(kind_, EntryFor(locator_), locator_);
    answer_.recorded_at = batch.RecordedAt(kind_);
    batch.UseInstant(kind_);
  }
  void Committed(const LogHead& shared, const LogHead& own) override {
    answer_.checkpoint =
        kind_ == LogKind::kShared ? shared.checkpoint : own.checkpoint;
    promise_.set_value(answer_);
  }
  void Failed(const absl::Status& status) override {
    promise_.set_value({.status = status});
  }

 private:
  const std::string account_;
  const LogKind kind_;
  const std::string locator_;
  std::shared_future<void> gate_;
  bool reserve_ = false;
  Answer answer_;
  std::promise<Answer> promise_;
};

class FixedHook : public CommitHook {
 public:
  absl::Status BeforeCommit(Batch&) override { return status; }
  uint64_t position() const override { return at; }
  absl::Status status;
  uint64_t at = 0;
};

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() { std::filesystem::remove(released_); }

  absl::Status Start() {
    Stop();
    store_ = *storage::Store::Open(directory_, {.env = env_.get()});
    auto ledger = Ledger::Open(
        *store_, clock_, hook_,
        {.shared_signer = LogSigner(
             "a.example/sijill/training.t/shared/1",
             *crypto::Ed25519PrivateKey::FromSeed(std::string(32, 's'))),
         .own_signer = LogSigner(
             "a.example/sijill/training.t/own/1",
             *crypto::Ed25519PrivateKey::FromSeed(std::string(32, 'o'))),
         .released_path = released_,
         .rehash = [](LogKind, std::string_view locator)
             -> absl::StatusOr<base::Hash> { return EntryFor(locator); },
         .on_fatal = [this](const std::string& why) { fatal_ = why; },
         .limits = limits_});
    if (ledger.ok()) ledger_ = *std::move(ledger);
    return ledger.status();
  }
  void Stop() {
    ledger_.reset();
    store_.reset();
  }
  std::future<Answer> Submit(std::string locator,
                             LogKind kind = LogKind::kShared,
                             std::string account = "x",
                             std::shared_future<void> gate = {}) {
    auto entry = std::make_unique<OneEntry>(account, kind, locator);
    auto answer = entry->answer();
    entry->WaitFor(std::move(gate));
    ledger_->Submit(std::move(entry));
    return answer;
  }
  void Fill(int count, LogKind kind = LogKind::kShared) {
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < count; ++i) {
      answers.push_back(Submit(base::StrCat("entry ", i), kind));
    }
    for (auto& answer : answers) ASSERT_TRUE(answer.get().status.ok());
  }

  const std::string released_ = ::testing::TempDir() + "/ledger_test_released";
  std::string directory_ = "/db";
  std::unique_ptr<rocksdb::Env> env_{
      rocksdb::NewMemEnv(rocksdb::Env::Default())};
  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  FixedHook hook_;
  Sequencer::Limits limits_;
  std::string fatal_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Ledger> ledger_;
};

TEST_F(LedgerTest, EveryEntryIsProvedByItsCheckpoint) {
  ASSERT_TRUE(Start().ok());
  Fill(600);
  const Answer last = Submit("last").get();
  ASSERT_TRUE(last.status.ok());
  const LogSigner& signer = ledger_->signer(LogKind::kShared);
  const auto checkpoint =
      OpenCheckpoint(last.checkpoint, signer.origin(), signer.public_key());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 601u);
  const LogReader log(*store_, LogKind::kShared);
  for (const uint64_t index : {0u, 255u, 256u, 511u, 599u, 600u}) {
    const auto entry = log.Entry(index);
    const auto proof = log.InclusionProof(index, checkpoint->size);
    ASSERT_TRUE(entry.ok() && proof.ok());
    EXPECT_TRUE(merkle::VerifyInclusion(merkle::LeafHash(entry->entry.view()),
                                        index, checkpoint->size, *proof,
                                        checkpoint->root)
                    .ok());
  }
  for (const uint64_t size : {1u, 255u, 256u, 300u, 601u}) {
    const auto proof = log.ConsistencyProof(size, 601);
    ASSERT_TRUE(proof.ok());
    EXPECT_TRUE(merkle::VerifyConsistency(size, 601, *proof, *log.RootAt(size),
                                          checkpoint->root)
                    .ok());
  }
}

TEST_F(LedgerTest, WhatWasAnsweredIsThereAfterARestart) {
  ASSERT_TRUE(Start().ok());
  Fill(300);
  Fill(5, LogKind::kOwn);
  ASSERT_TRUE(Start().ok());
  EXPECT_EQ(ledger_->term(), 2u);
  const Answer next = Submit("next").get();
  EXPECT_EQ(next.index, 300u);
}

TEST_F(LedgerTest, InstantsRiseEvenIfTheClockStands) {
  ASSERT_TRUE(Start().ok());
  const uint64_t first = Submit("a").get().recorded_at;
  const uint64_t second = Submit("b").get().recorded_at;
  EXPECT_GT(second, first);
}

TEST_F(LedgerTest, TheOwnLogDoesNotMoveTheSharedLogsClock) {
  ASSERT_TRUE(Start().ok());
  const uint64_t first = Submit("a").get().recorded_at;
  for (int i = 0; i < 10; ++i) Submit("own", LogKind::kOwn).get();
  EXPECT_EQ(Submit("b").get().recorded_at, first + 1);
}

TEST_F(LedgerTest, ASmallerStoreThanWasAnsweredFromIsRefused) {
  ASSERT_TRUE(Start().ok());
  Fill(3);
  Stop();
  env_.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));  // the disk is new
  const absl::Status status = Start();
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
}

TEST_F(LedgerTest, AStoreWithoutItsReleasedFileIsRefused) {
  ASSERT_TRUE(Start().ok());
  Fill(3);
  Stop();
  std::filesystem::remove(released_);
  EXPECT_THAT(std::string(Start().message()), HasSubstr("released file"));
}

TEST_F(LedgerTest, AProcessThatDiesBeforeItsFirstAnswerStartsAgain) {
  ASSERT_TRUE(Start().ok());
  const std::string before = released_ + ".before";
  std::filesystem::copy_file(released_, before,
                             std::filesystem::copy_options::overwrite_existing);
  Fill(1);
  Stop();
  // As if it had been killed between the commit and the released file.
  std::filesystem::rename(before, released_);
  ASSERT_TRUE(Start().ok());
  EXPECT_EQ(Submit("next").get().index, 1u);
}

TEST_F(LedgerTest, AKeyStoreThatIsBehindIsRefused) {
  hook_.at = 4;
  ASSERT_TRUE(Start().ok());
  Fill(1);
  hook_.at = 3;
  EXPECT_THAT(std::string(Start().message()), HasSubstr("key store"));
}

TEST_F(LedgerTest, AnAlteredNewestEntryIsNamedAtStart) {
  ASSERT_TRUE(Start().ok());
  Fill(10);
  const std::string key = EntryKey(LogKind::kShared, 6);
  std::string value = **store_->Get(key);
  value.back() ^= 1;  // the locator leads elsewhere now
  ledger_.reset();
  ASSERT_EQ(store_->Commit({.puts = {{key, value}}}),
            storage::CommitOutcome::kCommitted);
  EXPECT_THAT(std::string(Start().message()), HasSubstr("at index 6"));
}

TEST_F(LedgerTest, AnAlteredNodeOfTheRightEdgeIsRefused) {
  ASSERT_TRUE(Start().ok());
  Fill(300);
  const std::string key = NodeKey(LogKind::kShared, 8, 0);
  ledger_.reset();
  ASSERT_EQ(store_->Commit({.puts = {{key, std::string(32, 'x')}}}),
            storage::CommitOutcome::kCommitted);
  EXPECT_THAT(std::string(Start().message()), HasSubstr("frontier"));
}

TEST_F(LedgerTest, ACommitUnderAnOldTermEndsTheProcess) {
  ASSERT_TRUE(Start().ok());
  Fill(1);
  ASSERT_TRUE(RaiseTerm(*store_, 1).ok());  // another process started
  const Answer answer = Submit("late").get();
  EXPECT_EQ(answer.status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(fatal_, HasSubstr("another process"));
  EXPECT_FALSE(Submit("later").get().status.ok());
}

TEST_F(LedgerTest, NothingIsAnsweredIfTheKeysAreNotDurable) {
  ASSERT_TRUE(Start().ok());
  hook_.status = absl::UnknownError("device");
  EXPECT_EQ(Submit("a").get().status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(fatal_, "device");
  EXPECT_EQ(*LogReader(*store_, LogKind::kShared).Size(), 0u);
}

TEST_F(LedgerTest, AFullQueueRefusesAndOneAccountDoesNotFillIt) {
  limits_.queue = 4;
  limits_.per_account = 2;
  limits_.batch = 1;
  ASSERT_TRUE(Start().ok());
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  auto running = Submit("first", LogKind::kShared, "greedy", opened);
  while (ledger_->waiting() > 0) std::this_thread::yield();
  std::vector<std::future<Answer>> answers;
  for (int i = 0; i < 3; ++i) {
    answers.push_back(Submit("g", LogKind::kShared, "greedy"));
  }
  auto other = Submit("o", LogKind::kShared, "other");
  EXPECT_EQ(answers[2].get().status.code(),
            absl::StatusCode::kResourceExhausted);
  gate.set_value();
  EXPECT_TRUE(running.get().status.ok());
  // In turn: the other account does not wait behind both of the greedy one.
  EXPECT_LT(other.get().index, answers[1].get().index);
}

TEST_F(LedgerTest, ADiskThatIsNearlyFullTakesOnlyWhatMayUseTheReserve) {
  // A machine's disk, of which everything counts as the reserve.
  env_.reset();
  directory_ = ::testing::TempDir() + "/ledger_test_disk";
  std::filesystem::remove_all(directory_);
  limits_.free_floor_bytes = UINT64_MAX;
  ASSERT_TRUE(Start().ok());
  const Answer refused = Submit("a").get();
  EXPECT_EQ(refused.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(refused.status.message()), HasSubstr("disk"));
  auto hold = std::make_unique<OneEntry>("x", LogKind::kShared, "hold");
  hold->UseReserve();
  auto held = hold->answer();
  ledger_->Submit(std::move(hold));
  EXPECT_TRUE(held.get().status.ok());
  EXPECT_EQ(*LogReader(*store_, LogKind::kShared).Size(), 1u);
  Stop();
  std::filesystem::remove_all(directory_);
}

TEST_F(LedgerTest, WhatIsForTheOwnLogAloneTakesNoTurnOfOthers) {
  ASSERT_TRUE(Start().ok());
  std::vector<std::string> orders;
  for (const bool lively : {false, true}) {
    std::promise<void> gate;
    auto running =
        Submit("first", LogKind::kOwn, "z", gate.get_future().share());
    while (ledger_->waiting() > 0) std::this_thread::yield();
    std::map<std::string, std::future<Answer>> shared;
    std::vector<std::future<Answer>> own;
    for (const auto& [account, locator] :
         {std::pair("b", "1"), std::pair("a", "2"), std::pair("a", "3"),
          std::pair("b", "4")}) {
      if (lively) own.push_back(Submit("own", LogKind::kOwn, account));
      shared[locator] = Submit(locator, LogKind::kShared, account);
      if (lively) own.push_back(Submit("own", LogKind::kOwn, "b"));
    }
    gate.set_value();
    std::map<uint64_t, std::string> order;
    for (auto& [locator, answer] : shared) order[answer.get().index] = locator;
    for (auto& answer : own) EXPECT_TRUE(answer.get().status.ok());
    EXPECT_TRUE(running.get().status.ok());
    std::string& line = orders.emplace_back();
    for (const auto& [index, locator] : order) line += locator;
  }
  EXPECT_EQ(orders[0], orders[1]);
}

TEST_F(LedgerTest, TilesHoldTheLogsHashes) {
  ASSERT_TRUE(Start().ok());
  Fill(257);
  const LogReader log(*store_, LogKind::kShared);
  EXPECT_EQ(log.Tile("tile/0/000")->size(), 256u * 32);
  EXPECT_EQ(log.Tile("tile/0/001.p/1")->size(), 32u);
  EXPECT_EQ(*log.Tile("tile/1/000.p/1"), log.Node(8, 0)->str());
  EXPECT_EQ(log.Tile("tile/entries/000")->size(), 256u * 34);
  EXPECT_EQ(log.Tile("tile/0/002").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sijill::ledger
