// SPDX-License-Identifier: Apache-2.0
// Delivery between nodes, each with its own root, over real mutual TLS.
#include <gtest/gtest.h>

#include <filesystem>

#include "common/refusal/refusal.h"
#include "services/exchange/timer/delivery_batch.h"
#include "services/node/testing/network.h"
#include "sijill/v1/exchange_service.pb.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/reasons.pb.h"

namespace sijill::node {
namespace {

constexpr char kDeliver[] = "/sijill.v1.ExchangeService/DeliverEvents";
constexpr absl::Duration kPatience = absl::Seconds(20);

class ExchangeTest : public NetworkTest {
 protected:
  bool GotDelivered(TestNode& from, const base::StreamName& stream) {
    return Eventually([&] {
      return HeldOfKind(from, stream, v1::EVENT_KIND_DELIVERED) == 1;
    });
  }
  static uint64_t SharedSize(TestNode& node) {
    return *node->casefile().Log(ledger::LogKind::kShared)->Size();
  }
  absl::StatusOr<v1::DeliverEventsResponse> Deliver(
      const testing::Credentials& caller, TestNode& to,
      const v1::DeliverEventsRequest& request) {
    return ClientOf(caller, to)
        ->Call<v1::DeliverEventsResponse>(kDeliver, request, {}, kPatience);
  }
  // What `from` would send a peer that holds nothing.
  static v1::DeliverEventsRequest FirstBatch(TestNode& from, TestNode& to) {
    auto batch =
        exchange::NextBatch(from->casefile(), to.home().domain(), 0, 0);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch->request;
  }
};

TEST_F(ExchangeTest, ACaseArrivesAsItWasSealedAndItsReceiptComesBack) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one");
  ASSERT_TRUE(GotDelivered(north, stream)) << north.logged() << south.logged();
  const auto ours = Held(north, stream);
  const auto theirs = Held(south, stream);
  ASSERT_EQ(ours.size(), 2u);
  ASSERT_EQ(theirs.size(), 2u);
  // Lane by lane; both hold the same bytes.
  for (const auto& event : ours) {
    const auto same = std::find_if(
        theirs.begin(), theirs.end(),
        [&](const auto& other) { return other.event.id == event.event.id; });
    ASSERT_NE(same, theirs.end());
    EXPECT_EQ(same->signed_header, event.signed_header);
  }
}

TEST_F(ExchangeTest, OwnSideAndContextPartsTravelAsCommitmentsOnly) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one");
  ASSERT_TRUE(GotDelivered(north, stream));
  for (const auto& held : Held(south, stream)) {
    if (held.event.header.kind != v1::EVENT_KIND_READMISSION_REQUESTED)
      continue;
    ASSERT_EQ(held.parts.size(), 6u);
    EXPECT_EQ(held.parts[1]->bytes, "form");
    EXPECT_EQ(held.parts[2]->bytes, "children");
    EXPECT_EQ(held.parts[3]->bytes, "medical");
    EXPECT_FALSE(held.parts[4]);  // own side
    EXPECT_FALSE(held.parts[5]);  // context
  }
}

TEST_F(ExchangeTest, ThePeersAnswerIsKeptAsEvidence) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one");
  ASSERT_TRUE(GotDelivered(north, stream));
  for (const auto& held : Held(north, stream)) {
    if (held.author_index) continue;  // the peer's own
    std::optional<store::v1::DeliveryAnswer> answer;
    ASSERT_TRUE(Eventually([&] {
      answer = *north->evidence().Find(south.home().domain(), held.index);
      return answer.has_value();
    }));
    EXPECT_EQ(answer->entry(), held.event.entry.view());
    EXPECT_EQ(answer->refusal(), 0);
    EXPECT_FALSE(answer->peer_checkpoint().empty());
  }
}

TEST_F(ExchangeTest, APeerThatWasDownGetsEverythingOnceItIsBack) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto first = OpenCase(north, south, "one");
  ASSERT_TRUE(GotDelivered(north, first));
  south.Stop();
  std::vector<base::StreamName> streams;
  for (int i = 0; i < 20; ++i) {
    streams.push_back(OpenCase(north, south, "down " + std::to_string(i)));
  }
  ASSERT_TRUE(Eventually([&] { return !north->peers()[0].reachable; }));
  ASSERT_TRUE(south.Start().ok());
  for (const auto& stream : streams) {
    EXPECT_TRUE(GotDelivered(north, stream));
    EXPECT_EQ(Held(south, stream).size(), 2u);
  }
}

TEST_F(ExchangeTest, ASenderThatRestartedGoesOnWhereItWas) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  ASSERT_TRUE(GotDelivered(north, OpenCase(north, south, "one")));
  south.Stop();
  const auto second = OpenCase(north, south, "two");
  north.Stop();
  ASSERT_TRUE(south.Start().ok());
  ASSERT_TRUE(north.Start().ok());
  EXPECT_TRUE(GotDelivered(north, second));
  EXPECT_EQ(Held(south, second).size(), 2u);
}

TEST_F(ExchangeTest, WhatComesTwiceIsAnsweredTwiceAndHeldOnce) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  south.home().Know(north.home(), north.port());
  south->Reload();
  OpenCase(north, south, "one");
  const auto caller = north.home().pki().Node("n2");
  const auto request = FirstBatch(north, south);
  ASSERT_EQ(request.events_size(), 4);  // three seals endorsed, one case
  const auto once = Deliver(caller, south, request);
  ASSERT_TRUE(once.ok()) << once.status();
  const uint64_t size = SharedSize(south);
  const auto twice = Deliver(caller, south, request);
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_EQ(SharedSize(south), size);
  for (int i = 0; i < request.events_size(); ++i) {
    ASSERT_TRUE(once->answers(i).has_logged());
    EXPECT_EQ(once->answers(i).logged().index(),
              twice->answers(i).logged().index());
    EXPECT_EQ(once->answers(i).logged().entry(),
              twice->answers(i).logged().entry());
  }
}

TEST_F(ExchangeTest, NobodyDeliversForAnotherDomain) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  TestNode& east = Add("east.example");
  for (TestNode* peer : {&north, &east}) {
    south.home().Know(peer->home(), peer->port());
  }
  south->Reload();
  OpenCase(north, south, "one");
  auto request = FirstBatch(north, south);
  const uint64_t size = SharedSize(south);
  // Another peer with north's delivery.
  const auto relayed = Deliver(east.home().pki().Node("n2"), south, request);
  EXPECT_EQ(refusal::ReasonOf(relayed.status()), "LOG_NOT_FOUND");
  // As its own log's.
  request.set_origin(FirstBatch(east, south).origin());
  const auto posing = Deliver(east.home().pki().Node("n2"), south, request);
  EXPECT_EQ(refusal::ReasonOf(posing.status()), "PROOF_INVALID");
  // A system of the right domain, and a node nobody knows.
  const auto system = Deliver(north.home().pki().System("interior", "s1"),
                              south, FirstBatch(north, south));
  EXPECT_TRUE(absl::IsPermissionDenied(system.status())) << system.status();
  testing::TemporaryPki liar("north.example", clock_.Now());
  EXPECT_FALSE(Deliver(liar.Node("n1"), south, FirstBatch(north, south)).ok());
  EXPECT_EQ(SharedSize(south), size);
}

TEST_F(ExchangeTest, ADeliveryThatLeavesSomethingOutIsRefused) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  south.home().Know(north.home(), north.port());
  south->Reload();
  OpenCase(north, south, "one");
  auto request = FirstBatch(north, south);
  request.mutable_events()->DeleteSubrange(0, 1);
  request.set_from_index(1);
  const auto answer = Deliver(north.home().pki().Node("n2"), south, request);
  EXPECT_EQ(refusal::ReasonOf(answer.status()), "POSITION_MISMATCH");
}

TEST_F(ExchangeTest, AnEventWhoseBytesWereTouchedIsRefusedAlone) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  south.home().Know(north.home(), north.port());
  south->Reload();
  OpenCase(north, south, "one");
  auto request = FirstBatch(north, south);
  request.mutable_events(3)
      ->mutable_event_parts(1)
      ->mutable_opened()
      ->set_content("forged");
  const auto answer = Deliver(north.home().pki().Node("n2"), south, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->answers(2).has_logged());
  ASSERT_TRUE(answer->answers(3).has_refused());
  EXPECT_EQ(answer->answers(3).refused().reason(), v1::REASON_CONTENT_MISMATCH);
}

TEST_F(ExchangeTest, AThirdNodeGetsKeysAndNoCaseOfOthers) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  TestNode& east = Add("east.example");
  Introduce(north, south);
  Introduce(north, east);
  Introduce(south, east);
  const auto stream = OpenCase(north, south, "one");
  ASSERT_TRUE(GotDelivered(north, stream));
  const uint64_t end = SharedSize(north);
  ASSERT_TRUE(Eventually([&] {
    return east->casefile().PositionOf(north.home().domain())->next_index >=
           end;
  }));
  EXPECT_TRUE(Held(east, stream).empty());
  EXPECT_EQ(Held(east, base::StreamName::ForNode(north.home().domain())).size(),
            3u);
}

TEST_F(ExchangeTest, AnAgencyThatDoesNotExistIsAnsweredMisaddressed) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one", "no-such-agency");
  EXPECT_TRUE(Eventually([&] {
    return HeldOfKind(north, stream, v1::EVENT_KIND_MISADDRESSED) == 1;
  }));
  const auto known = OpenCase(north, south, "two");
  ASSERT_TRUE(GotDelivered(north, known));
  EXPECT_EQ(HeldOfKind(south, known, v1::EVENT_KIND_MISADDRESSED), 0u);
}

TEST_F(ExchangeTest, ANodeThatWasSetBackIsToldByItsPeerAndStops) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  ASSERT_TRUE(GotDelivered(north, OpenCase(north, south, "one")));
  north.Stop();
  const std::string before = north.home().directory() + ".before";
  std::filesystem::remove_all(before);
  std::filesystem::copy(north.home().directory(), before,
                        std::filesystem::copy_options::recursive |
                            std::filesystem::copy_options::copy_symlinks);
  ASSERT_TRUE(north.Start().ok());
  ASSERT_TRUE(GotDelivered(north, OpenCase(north, south, "lost")));
  north.Stop();
  EXPECT_EQ(north.fatal(), "");
  // A backup of all of it comes back: store, keys and `released`.
  std::filesystem::remove_all(north.home().directory());
  std::filesystem::rename(before, north.home().directory());
  ASSERT_TRUE(north.Start().ok());
  EXPECT_TRUE(Eventually([&] { return !north.fatal().empty(); }));
  EXPECT_NE(north.fatal().find("set back"), std::string::npos);
}

}  // namespace
}  // namespace sijill::node
