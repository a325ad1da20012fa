// SPDX-License-Identifier: Apache-2.0
// What a delivery leaves on both sides, over real mutual TLS.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "common/casestate/kinds.h"
#include "common/command/receipts.h"
#include "common/ledger/log_signer.h"
#include "common/refusal/refusal.h"
#include "services/exchange/timer/delivery_batch.h"
#include "services/node/testing/network.h"
#include "sijill/v1/exchange_service.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::node {
namespace {

class DeliveryTest : public NetworkTest {
 protected:
  bool GotDelivered(TestNode& from, const base::StreamName& stream) {
    return Eventually([&] {
      return HeldOfKind(from, stream, v1::EVENT_KIND_DELIVERED) == 1;
    });
  }
  absl::StatusOr<v1::DeliverEventsResponse> Deliver(
      TestNode& from, TestNode& to, const v1::DeliverEventsRequest& request) {
    return ClientOf(from.home().pki().Node("n2"), to)
        ->Call<v1::DeliverEventsResponse>(
            "/sijill.v1.ExchangeService/DeliverEvents", request, {},
            absl::Seconds(20));
  }
  static v1::DeliverEventsRequest FirstBatch(TestNode& from, TestNode& to) {
    auto batch =
        exchange::NextBatch(from->casefile(), to.home().domain(), 0, 0);
    EXPECT_TRUE(batch.ok()) << batch.status();
    return batch->request;
  }
  // Opens a case with a form, and a part for children, of so many bytes.
  static absl::Status Write(TestNode& from, TestNode& to, size_t form,
                            size_t children) {
    std::vector<std::string> audience = {from.home().domain().str(),
                                         to.home().domain().str()};
    std::sort(audience.begin(), audience.end());
    casefile::Casefile& casefile = from->casefile();
    const auto author = from.home().Agency("interior");
    const std::string id(16, static_cast<char>('0' + form % 8));
    const auto opening = casefile.NameOpening(author, id);
    return casefile
        .Propose(
            {.agency = author,
             .request_id = id,
             .request_hmac = casefile.RequestHmac("/test", id),
             .proposals = {{.stream = opening.stream,
                            .author = author,
                            .audience = audience,
                            .kind = v1::EVENT_KIND_READMISSION_REQUESTED,
                            .parts = {"", std::string(form, 'f'),
                                      std::string(children, 'c'), "", "", ""},
                            .random = opening.random}}})
        .status();
  }
  v1::Assurance AssuranceAt(TestNode& node) {
    return command::AssuranceOf(node->office());
  }
};

TEST_F(DeliveryTest, APeerThatIsAddedLaterGetsEverythingFromTheBeginning) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  std::vector<base::StreamName> streams;
  for (int i = 0; i < 5; ++i) {
    streams.push_back(OpenCase(north, south, "early " + std::to_string(i)));
  }
  Introduce(north, south);
  for (const auto& stream : streams) EXPECT_TRUE(GotDelivered(north, stream));
}

TEST_F(DeliveryTest, MisaddressedIsWrittenInTheCommitThatTakesTheOpening) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  south.home().Know(north.home(), north.port());
  south->Reload();
  const auto stream = OpenCase(north, south, "one", "no-such-agency");
  const auto request = FirstBatch(north, south);
  const auto answer = Deliver(north, south, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(HeldOfKind(south, stream, v1::EVENT_KIND_MISADDRESSED), 1u);
  const auto& signer = south->casefile().signer(ledger::LogKind::kShared);
  const auto checkpoint = ledger::OpenCheckpoint(
      answer->checkpoint(), signer.origin(), signer.public_key());
  ASSERT_TRUE(checkpoint.ok());
  // Three seals of its own; three of the peer, its case, and two answers.
  EXPECT_EQ(checkpoint->size, 9u);
  // A repetition is no second one.
  ASSERT_TRUE(Deliver(north, south, request).ok());
  EXPECT_EQ(HeldOfKind(south, stream, v1::EVENT_KIND_MISADDRESSED), 1u);
}

TEST_F(DeliveryTest, AnEventWithTheLargestPartArrivesAndALargerOneIsNotMade) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto first = OpenCase(north, south, "one");
  ASSERT_TRUE(GotDelivered(north, first));
  constexpr size_t kMiB = size_t{1} << 20;
  EXPECT_TRUE(
      absl::IsInvalidArgument(Write(north, south, 3 * kMiB + 1, 3 * kMiB)));
  ASSERT_TRUE(Write(north, south, 4 * kMiB, kMiB / 2).ok());
  // What comes behind it arrives, so it did not stop the peer.
  EXPECT_TRUE(GotDelivered(north, OpenCase(north, south, "two")));
}

TEST_F(DeliveryTest, WhatIsForOnesOwnSideAloneIsNotWrittenForAPeer) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  const auto stream = OpenCase(north, south, "one");
  for (const casestate::Kind& kind : casestate::AllKinds()) {
    if (kind.lane != v1::LANE_OWN && kind.lane != v1::LANE_OWN_LOG) continue;
    const std::string id(16, static_cast<char>(kind.number));
    const auto receipt = north->casefile().Propose(
        {.agency = north.home().Agency("interior"),
         .request_id = id,
         .request_hmac = north->casefile().RequestHmac("/test", id),
         .proposals = {
             {.stream = stream,
              .author = north.home().Agency("interior"),
              .audience = {"north.example", "south.example"},
              .kind = kind.number,
              .parts = std::vector<std::string>(kind.parts.size())}}});
    EXPECT_TRUE(absl::IsInvalidArgument(receipt.status()))
        << kind.name << ": " << receipt.status();
  }
}

TEST_F(DeliveryTest, AReceiptIsUnconfirmedUntilAPeerHasAnswered) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  // Nobody could contradict it.
  EXPECT_EQ(AssuranceAt(north), v1::ASSURANCE_DURABLE);
  south.Stop();
  north.home().Know(south.home(), south.port());
  south.home().Know(north.home(), north.port());
  north.Stop();
  ASSERT_TRUE(north.Start().ok());
  EXPECT_EQ(AssuranceAt(north), v1::ASSURANCE_UNCONFIRMED);
  ASSERT_TRUE(south.Start().ok());
  EXPECT_TRUE(
      Eventually([&] { return AssuranceAt(north) == v1::ASSURANCE_DURABLE; }));
  // Once is enough: what it held was before this start.
  south.Stop();
  OpenCase(north, south, "one");
  ASSERT_TRUE(Eventually([&] { return !north->peers()[0].reachable; }));
  EXPECT_EQ(AssuranceAt(north), v1::ASSURANCE_DURABLE);
}

TEST_F(DeliveryTest, ANodeThatWasToldThatItWasSetBackDoesNotServeAgain) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  ASSERT_TRUE(GotDelivered(north, OpenCase(north, south, "one")));
  north.Stop();
  const std::string home = north.home().directory();
  const auto copy = [](const std::string& from, const std::string& to) {
    std::filesystem::remove_all(to);
    std::filesystem::copy(from, to,
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::copy_symlinks);
  };
  copy(home, home + ".before");
  ASSERT_TRUE(north.Start().ok());
  ASSERT_TRUE(GotDelivered(north, OpenCase(north, south, "lost")));
  north.Stop();
  copy(home, home + ".after");
  copy(home + ".before", home);
  ASSERT_TRUE(north.Start().ok());
  ASSERT_TRUE(Eventually([&] { return !north.fatal().empty(); }));
  north.Stop();
  // Also while the peer that knows is away.
  south.Stop();
  const absl::Status again = north.Start();
  EXPECT_TRUE(absl::IsDataLoss(again)) << again;
  // What was lost comes back: the evidence is no obstacle.
  copy(home, home + ".before");
  copy(home + ".after", home);
  copy(home + ".before/evidence", home + "/evidence");
  const absl::Status whole = north.Start();
  EXPECT_TRUE(whole.ok()) << whole;
}

TEST_F(DeliveryTest, APeerThatShowsTwoHistoriesIsRefusedAndBothAreKept) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  south.home().Know(north.home(), north.port());
  south->Reload();
  auto request = FirstBatch(north, south);
  ASSERT_TRUE(Deliver(north, south, request).ok());
  const std::string held = request.checkpoint();
  const auto& signer = north->casefile().signer(ledger::LogKind::kShared);
  request.set_checkpoint(signer.Sign(3, base::Hash()));
  const auto answer = Deliver(north, south, request);
  EXPECT_EQ(refusal::ReasonOf(answer.status()), "PROOF_INVALID");
  const auto fork = *south->evidence().ForkOf(north.home().domain());
  ASSERT_TRUE(fork);
  EXPECT_EQ(fork->held_checkpoint(), held);
  EXPECT_EQ(fork->came_checkpoint(), request.checkpoint());
}

TEST_F(DeliveryTest, WhatWasMadeForAnOlderCheckpointIsAskedForAnew) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  south.home().Know(north.home(), north.port());
  south->Reload();
  const auto early = FirstBatch(north, south);
  OpenCase(north, south, "one");
  ASSERT_TRUE(Deliver(north, south, FirstBatch(north, south)).ok());
  EXPECT_EQ(refusal::ReasonOf(Deliver(north, south, early).status()),
            "POSITION_MISMATCH");
  EXPECT_FALSE(*south->evidence().ForkOf(north.home().domain()));
  EXPECT_EQ(south.logged().find("peer_log_contradicts"), std::string::npos);
}

}  // namespace
}  // namespace sijill::node
