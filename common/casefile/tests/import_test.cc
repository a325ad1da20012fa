// SPDX-License-Identifier: Apache-2.0
// What a node takes of its peer's log, between two real nodes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/casefile/layout.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/testing/v1_kinds.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

using testing::Deliver;
using testing::DeliveryFor;
using testing::EventOf;
using testing::OpeningOf;

class ImportTest : public ::testing::Test {
 protected:
  ImportTest() {
    for (testing::NodeFixture* node : {&north_, &south_}) {
      const absl::Status started = node->Start();
      EXPECT_TRUE(started.ok()) << started;
    }
  }
  uint64_t SharedSize(testing::NodeFixture& node) {
    return *node.casefile().Log(ledger::LogKind::kShared)->Size();
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  testing::NodeFixture north_{{}, clock_};
  testing::NodeFixture south_{{.domain = "south.example", .seed = 2}, clock_};
  const std::vector<std::string> both_ = testing::Between({&north_, &south_});
  const Proposal opening_ = OpeningOf(north_.Agency("interior"), both_, "one");
};

TEST_F(ImportTest, WhatIsDeliveredIsTheSameEventHere) {
  const auto receipt = north_.Propose({opening_}, "open");
  ASSERT_TRUE(receipt.ok());
  const auto answer = Deliver(north_, south_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->events.size(), 4u);  // three keys and the opening
  for (const ImportedEvent& event : answer->events) {
    EXPECT_EQ(event.refusal, "");
  }
  const base::Hash id = receipt->events.front().event_id;
  EXPECT_EQ(answer->events.back().event_id, id);
  const auto there = north_.casefile().Event(ledger::LogKind::kShared, id,
                                             testing::OutwardPart);
  const auto here =
      south_.casefile().Event(ledger::LogKind::kShared, id, EveryPart);
  ASSERT_TRUE(here.ok()) << here.status();
  EXPECT_EQ(here->signed_header, there->signed_header);
  EXPECT_EQ(here->parts, there->parts);
  EXPECT_EQ(here->author_index, receipt->events.front().index);
  EXPECT_EQ(answer->events.back().entry, here->event.entry);
  // The transport's answer leads to the entry.
  const auto log = south_.casefile().Log(ledger::LogKind::kShared);
  EXPECT_EQ(log->Entry(answer->events.back().index)->entry, here->event.entry);
  EXPECT_EQ(answer->checkpoint, log->Head()->checkpoint);
}

TEST_F(ImportTest, DeliveredIsWrittenInTheCommitOfTheImport) {
  const auto receipt = north_.Propose({opening_}, "open");
  ASSERT_TRUE(Deliver(north_, south_).ok());
  const auto view = south_.casefile().Load(opening_.stream, Scope::kAll);
  ASSERT_TRUE(view.ok());
  ASSERT_EQ(view->events.size(), 2u);
  const auto delivered =
      std::ranges::find_if(view->events, [](const HeldEvent& held) {
        return held.event.header.kind == v1::EVENT_KIND_DELIVERED;
      });
  ASSERT_NE(delivered, view->events.end());
  const event::Header& header = delivered->event.header;
  EXPECT_EQ(header.author, south_.NodeAgency());
  EXPECT_EQ(header.audience, both_);
  EXPECT_EQ(header.seen, std::vector{receipt->events.front().event_id});
  v1::Delivered part;
  ASSERT_TRUE(part.ParseFromString(delivered->parts.front()->bytes));
  EXPECT_EQ(part.event_id(), receipt->events.front().event_id.str());
  // And it comes back, answered by nothing more.
  const auto back = Deliver(south_, north_);
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->events.back().event_id, delivered->event.id);
  EXPECT_EQ(back->written.size(), 4u);
}

TEST_F(ImportTest, ARepeatedDeliveryIsAnsweredAlike) {
  ASSERT_TRUE(north_.Propose({opening_}, "open").ok());
  const auto delivery = DeliveryFor(north_, south_);
  ASSERT_TRUE(delivery.ok());
  const auto first = south_.casefile().Import(north_.AsPeer(), *delivery);
  ASSERT_TRUE(first.ok()) << first.status();
  const uint64_t size = SharedSize(south_);
  for (const bool restarted : {false, true}) {
    if (restarted) {
      ASSERT_TRUE(south_.Restart().ok());
    }
    const auto again = south_.casefile().Import(north_.AsPeer(), *delivery);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_TRUE(again->written.empty());
    EXPECT_EQ(again->next_index, first->next_index);
    ASSERT_EQ(again->events.size(), first->events.size());
    for (size_t i = 0; i < first->events.size(); ++i) {
      EXPECT_EQ(again->events[i].refusal, "");
      EXPECT_EQ(again->events[i].entry, first->events[i].entry);
      EXPECT_EQ(again->events[i].index, first->events[i].index);
    }
    EXPECT_EQ(SharedSize(south_), size);
  }
}

TEST_F(ImportTest, ThePositionOutlivesRestartsOfBothSides) {
  ASSERT_TRUE(north_.Propose({opening_}, "open").ok());
  const auto partial = DeliveryFor(north_, south_, 2);
  ASSERT_TRUE(south_.casefile().Import(north_.AsPeer(), *partial).ok());
  ASSERT_TRUE(south_.Restart().ok());
  ASSERT_TRUE(north_.Restart().ok());
  EXPECT_EQ(south_.casefile().PositionOf(north_.domain())->next_index, 2u);
  const auto rest = DeliveryFor(north_, south_);
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(rest->events.front().index, 2u);
  const auto answer = south_.casefile().Import(north_.AsPeer(), *rest);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->events.back().refusal, "");
}

TEST_F(ImportTest, KeysAreKnownAfterARestart) {
  ASSERT_TRUE(Deliver(north_, south_).ok());
  ASSERT_TRUE(south_.Restart().ok());
  ASSERT_TRUE(north_.Propose({opening_}, "open").ok());
  const auto answer = Deliver(north_, south_);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->events.back().refusal, "");
}

TEST_F(ImportTest, WithheldPartsStayCommitments) {
  ASSERT_TRUE(north_.Propose({opening_}, "open").ok());
  ASSERT_TRUE(Deliver(north_, south_).ok());
  const auto view = south_.casefile().Load(opening_.stream, Scope::kAll);
  size_t shown = 0;
  for (const HeldEvent& held : view->events) {
    for (size_t i = 0; i < held.parts.size(); ++i) {
      EXPECT_EQ(held.parts[i].has_value(),
                testing::OutwardPart(held.event.header.kind, i));
      if (held.parts[i]) ++shown;
    }
  }
  EXPECT_GT(shown, 0u);
  EXPECT_LT(shown, 7u);
}

TEST_F(ImportTest, ADeliveryMadeBeforeAnotherWasTakenIsMadeAnew) {
  const auto early = DeliveryFor(north_, south_, 1);
  ASSERT_TRUE(north_.Propose({opening_}, "open").ok());
  ASSERT_TRUE(Deliver(north_, south_).ok());
  // Its checkpoint is older than the one held: no fork, and nothing taken.
  EXPECT_TRUE(absl::IsAborted(
      south_.casefile().Import(north_.AsPeer(), *early).status()));
  // One that would skip what was not delivered is not taken either.
  ASSERT_TRUE(
      north_.Propose({OpeningOf(north_.Agency("interior"), both_, "two")}, "2")
          .ok());
  auto skipping = DeliveryFor(north_, south_);
  skipping->from_index += 1;
  skipping->events.clear();
  EXPECT_TRUE(absl::IsAborted(
      south_.casefile().Import(north_.AsPeer(), *skipping).status()));
  EXPECT_TRUE(Deliver(north_, south_).ok());
}

TEST_F(ImportTest, NobodyIsHisOwnPeer) {
  const auto delivery = DeliveryFor(north_, south_);
  EXPECT_TRUE(absl::IsInvalidArgument(
      north_.casefile().Import(north_.AsPeer(), *delivery).status()));
}

}  // namespace
}  // namespace sijill::casefile
