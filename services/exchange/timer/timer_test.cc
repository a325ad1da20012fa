// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "common/casefile/layout.h"
#include "common/testing/deterministic_random.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "services/exchange/timer/backoff.h"
#include "services/exchange/timer/delivery_batch.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::exchange {
namespace {

TEST(BackoffTest, ItGrowsToItsBoundAndBeginsAnewAfterASuccess) {
  testing::DeterministicRandom random(7);
  Backoff backoff({}, random);
  absl::Duration full = absl::Seconds(1);
  for (int i = 0; i < 12; ++i) {
    const absl::Duration wait = backoff.Next();
    EXPECT_LE(wait, full);
    EXPECT_GE(wait, full / 2);
    full = std::min(full * 2, absl::Seconds(60));
  }
  EXPECT_EQ(full, absl::Seconds(60));
  backoff.Reset();
  EXPECT_LE(backoff.Next(), absl::Seconds(1));
}

class BatchTest : public ::testing::Test {
 protected:
  BatchTest() { EXPECT_TRUE(node_.Start().ok()); }

  // A case's event of `size` bytes for `audience`.
  void Write(const std::string& name, std::vector<std::string> audience,
             size_t size = 10) {
    const auto agency = node_.Agency("interior");
    const auto opening = node_.casefile().NameOpening(agency, name);
    const auto done = node_.Propose(
        {{.stream = opening.stream,
          .author = agency,
          .audience = std::move(audience),
          .kind = v1::EVENT_KIND_READMISSION_REQUESTED,
          .parts = {"terms", std::string(size, 'x'), "", "", "own", "context"},
          .random = opening.random}},
        name);
    ASSERT_TRUE(done.ok()) << done.status();
  }
  DeliveryBatch Next(uint64_t from, const BatchLimits& limits = {},
                     uint64_t held = 0) {
    auto batch = NextBatch(node_.casefile(), south_, from, held, limits);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return *std::move(batch);
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1'780'000'000)};
  testing::NodeFixture node_{{}, clock_};
  const base::DomainName south_ = *base::DomainName::Parse("south.example");
  const std::vector<std::string> both_ = {"north.example", "south.example"};
};

TEST_F(BatchTest, ItHasWhatNamesThePeerAndMovesPastTheRest) {
  Write("for us", {"east.example", "north.example"});
  Write("for it", both_);
  const DeliveryBatch batch = Next(0);
  ASSERT_EQ(batch.request.events_size(), 4);  // three endorsements first
  EXPECT_EQ(batch.request.events(3).index(), 4u);
  EXPECT_EQ(batch.request.from_index(), 0u);
  EXPECT_EQ(batch.request.to_index(), 5u);
  EXPECT_EQ(batch.entries.size(), 4u);
}

TEST_F(BatchTest, OwnSideAndContextPartsAreNotInIt) {
  Write("one", both_);
  const DeliveryBatch batch = Next(3);
  ASSERT_EQ(batch.request.events_size(), 1);
  const auto& parts = batch.request.events(0).event_parts();
  ASSERT_EQ(parts.size(), 6);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(parts[i].has_opened()) << i;
  for (int i = 4; i < 6; ++i) EXPECT_EQ(parts[i].commitment().size(), 32u) << i;
  EXPECT_EQ(batch.request.SerializeAsString().find("context"),
            std::string::npos);
}

TEST_F(BatchTest, ItStopsAtItsLimitsAndGoesOnFromThere) {
  for (int i = 0; i < 5; ++i) Write("n" + std::to_string(i), both_, 1000);
  const DeliveryBatch two = Next(3, {.events = 2});
  EXPECT_EQ(two.request.events_size(), 2);
  EXPECT_EQ(two.request.to_index(), 5u);
  EXPECT_EQ(Next(5, {.events = 2}).request.to_index(), 7u);
  const DeliveryBatch small = Next(3, {.bytes = 2500});
  EXPECT_EQ(small.request.events_size(), 1);
  // One that is larger than a batch may be goes alone.
  EXPECT_EQ(Next(3, {.bytes = 10}).request.events_size(), 1);
  EXPECT_EQ(Next(0, {.scanned = 2}).request.to_index(), 2u);
}

TEST_F(BatchTest, WhatIsNotForThePeerIsNotOpened) {
  Write("for others", {"east.example", "north.example"});
  const auto entry = node_.casefile().Log(ledger::LogKind::kShared)->Entry(3);
  const auto located = casefile::ParseLocator(entry->locator);
  ASSERT_EQ(node_.store().Commit(
                {.puts = {{casefile::PartKey(ledger::LogKind::kShared,
                                             located->id, 1),
                           "damaged"}}}),
            storage::CommitOutcome::kCommitted);
  EXPECT_EQ(Next(3).request.to_index(), 4u);
}

TEST_F(BatchTest, AtTheEndOfTheLogThereIsNothing) {
  const DeliveryBatch batch = Next(3);
  EXPECT_EQ(batch.request.to_index(), 3u);
  EXPECT_EQ(batch.request.events_size(), 0);
}

TEST_F(BatchTest, ItProvesThatTheLogGrewFromWhatThePeerHolds) {
  Write("one", both_);
  const DeliveryBatch batch = Next(3, {}, 3);
  EXPECT_EQ(batch.request.consistent_from(), 3u);
  EXPECT_GT(batch.request.consistency_proof_size(), 0);
}

TEST_F(BatchTest, APeerThatHoldsMoreThanThereIsGetsNothing) {
  for (const auto& [from, held] : {std::pair{4, 0}, std::pair{0, 4}}) {
    EXPECT_TRUE(absl::IsOutOfRange(NextBatch(node_.casefile(), south_,
                                             static_cast<uint64_t>(from),
                                             static_cast<uint64_t>(held))
                                       .status()));
  }
}

}  // namespace
}  // namespace sijill::exchange
