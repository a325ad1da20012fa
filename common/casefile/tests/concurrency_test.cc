// SPDX-License-Identifier: Apache-2.0
// Many threads at one casefile; the thread sanitizer runs it, too.
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "absl/cleanup/cleanup.h"
#include "common/base/text.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

using testing::EventOf;
using testing::OpeningOf;

TEST(ConcurrencyTest, CommandsImportsAndReadsDoNotDisturbEachOther) {
  constexpr int kThreads = 8;
  constexpr int kCases = 4;
  constexpr int kRounds = 8;
  time::SimulatedClock clock(absl::FromUnixSeconds(1790000000));
  testing::NodeFixture north({}, clock);
  testing::NodeFixture south({.domain = "south.example", .seed = 2}, clock);
  ASSERT_TRUE(north.Start().ok());
  ASSERT_TRUE(south.Start().ok());
  const auto both = testing::Between({&north, &south});
  std::atomic<size_t> told = 0;
  north.casefile().SetListener(
      [&](const std::vector<EventPlace>& places) { told += places.size(); });
  const auto interior = north.Agency("interior");
  std::vector<Proposal> openings;
  for (int i = 0; i < kCases; ++i) {
    openings.push_back(OpeningOf(interior, both, base::StrCat("case ", i)));
    ASSERT_TRUE(
        north.Propose({openings.back()}, base::StrCat("open ", i)).ok());
  }
  std::atomic<int> running = kThreads;
  std::atomic<int> conflicts = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        // Counted out however it ends, or the couriers would go on for ever.
        const absl::Cleanup done = [&] { --running; };
        for (int round = 0; round < kRounds; ++round) {
          const Proposal& opening =
              openings[static_cast<size_t>((t + round) % kCases)];
          Command command = north.CommandOf(
              {EventOf(opening.stream, interior, both,
                       v1::EVENT_KIND_EVIDENCE_ADDED, "evidence"),
               EventOf(opening.stream, north.Agency("protection"),
                       {"north.example"}, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED,
                       "hold")},
              base::StrCat("evidence ", t, " ", round));
          absl::StatusOr<Receipt> receipt = absl::AbortedError("");
          while (absl::IsAborted(receipt.status())) {
            const auto view =
                north.casefile().Load(opening.stream, Scope::kAll);
            ASSERT_TRUE(view.ok()) << view.status();
            command.reads.guards[opening.stream] = view->guard_version;
            receipt = north.casefile().Propose(command);
            if (!receipt.ok()) ++conflicts;
          }
          EXPECT_TRUE(receipt.ok()) << receipt.status();
        }
      });
    }
    // Two couriers each way: deliveries of one peer meet.
    for (int courier = 0; courier < 2; ++courier) {
      threads.emplace_back([&] {
        while (running > 0) {
          for (const auto& [from, to] :
               {std::pair(&north, &south), std::pair(&south, &north)}) {
            const auto answer = testing::Deliver(*from, *to);
            EXPECT_TRUE(answer.ok() || absl::IsAborted(answer.status()))
                << answer.status();
            if (!answer.ok()) continue;
            for (const ImportedEvent& event : answer->events) {
              EXPECT_EQ(event.refusal, "");
            }
          }
        }
      });
    }
  }
  ASSERT_TRUE(testing::Deliver(north, south).ok());
  ASSERT_TRUE(testing::Deliver(south, north).ok());
  size_t events = 0;
  for (const Proposal& opening : openings) {
    const auto here = north.casefile().Load(opening.stream, Scope::kShared);
    const auto there = south.casefile().Load(opening.stream, Scope::kShared);
    ASSERT_TRUE(here.ok() && there.ok());
    std::set<base::Hash> ids;
    for (const HeldEvent& held : here->events) ids.insert(held.event.id);
    for (const HeldEvent& held : there->events) {
      EXPECT_EQ(ids.count(held.event.id), 1u);
    }
    EXPECT_EQ(here->events.size(), there->events.size());
    events += here->events.size();
  }
  // Each opening and each piece of evidence, and Delivered for both.
  EXPECT_EQ(events, 2u * (kCases + kThreads * kRounds));
  EXPECT_GT(told, 0u);
  EXPECT_EQ(north.fatal(), "");
  RecordProperty("conflicts", conflicts.load());
}

}  // namespace
}  // namespace sijill::casefile
