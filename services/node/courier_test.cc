// SPDX-License-Identifier: Apache-2.0
// How a node behaves towards a peer that refuses, hangs, lies or goes away.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>

#include "common/base/text.h"
#include "common/event/signed_header.h"
#include "common/refusal/refusal.h"
#include "common/rpc/server.h"
#include "services/node/testing/network.h"
#include "sijill/v1/exchange_service.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::node {
namespace {

class EverybodyMay final : public rpc::Authorizer {
 public:
  absl::Status Authorize(const rpc::Principal&,
                         std::string_view) const override {
    return absl::OkStatus();
  }
};

// A peer of which only the transport is real: it holds nothing, and answers
// deliveries as it is told to.
class FakePeer {
 public:
  using Answer = std::function<absl::StatusOr<v1::DeliverEventsResponse>(
      const v1::DeliverEventsRequest&)>;

  FakePeer(std::string_view domain, TestNode& known_to, absl::Time now,
           Answer answer)
      : home_(base::StrCat(::testing::TempDir(), "/network_", domain), domain,
              now),
        node_(home_.pki().Node("n1")),
        log_(clock_, [](auto) {}),
        answer_(std::move(answer)) {
    rpc::MethodTable methods;
    methods.Add<v1::GetLastCheckpointSeenRequest,
                v1::GetLastCheckpointSeenResponse>(
        "/sijill.v1.ExchangeService/GetLastCheckpointSeen",
        [this](const rpc::Call&, const auto&) {
          ++connections;
          return v1::GetLastCheckpointSeenResponse();
        });
    methods
        .Add<v1::GetDeliveryPositionRequest, v1::GetDeliveryPositionResponse>(
            "/sijill.v1.ExchangeService/GetDeliveryPosition",
            [](const rpc::Call&, const auto&) {
              return v1::GetDeliveryPositionResponse();
            });
    methods.Add<v1::DeliverEventsRequest, v1::DeliverEventsResponse>(
        "/sijill.v1.ExchangeService/DeliverEvents",
        [this](const rpc::Call&, const v1::DeliverEventsRequest& request) {
          ++deliveries;
          return answer_(request);
        });
    pki::TrustStore trust;
    home_.pki().Introduce(trust);
    known_to.home().pki().Introduce(trust);
    server_ = *rpc::Server::Start(
        {.identity = rpc::Identity{node_.certificate_pem, node_.key_pem}},
        std::move(methods), std::make_shared<rpc::LiveTrust>(std::move(trust)),
        everybody_may_,
        {.clock = clock_, .random = random_, .log = log_, .metrics = metrics_});
    known_to.home().Know(home_, server_->port());
    known_to->Reload();
  }

  // Takes its certificate back, and lets `node` know.
  void Revoke(TestNode& node) {
    home_.pki().Revoke(node_.certificate);
    node.home().Know(home_, server_->port());
    node->Reload();
  }
  const base::DomainName& domain() const { return home_.domain(); }

  std::atomic<int> connections = 0;
  std::atomic<int> deliveries = 0;

 private:
  NodeHome home_;
  const testing::Credentials node_;
  const time::SystemClock clock_;
  crypto::SystemRandom random_;
  observe::Log log_;
  observe::Metrics metrics_;
  const EverybodyMay everybody_may_;
  const Answer answer_;
  std::unique_ptr<rpc::Server> server_;
};

class CourierTest : public NetworkTest {
 protected:
  static v1::DeliverEventsResponse AllHeld(
      const v1::DeliverEventsRequest& request) {
    v1::DeliverEventsResponse response;
    for (int i = 0; i < request.events_size(); ++i) {
      response.add_answers()->mutable_logged()->set_entry(std::string(32, 'x'));
    }
    return response;
  }
};

TEST_F(CourierTest, APeerThatAsksToWaitIsLeftAloneWhateverIsWritten) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  FakePeer busy("east.example", north, clock_.Now(), [](const auto&) {
    return refusal::RetryAfter(
        refusal::Refuse(absl::StatusCode::kResourceExhausted, "QUEUE_FULL",
                        "the queue is full"),
        absl::Hours(1));
  });
  ASSERT_TRUE(Eventually([&] { return busy.deliveries == 1; }));
  Introduce(north, south);
  for (int i = 0; i < 30; ++i) {
    const auto stream = OpenCase(north, south, "case " + std::to_string(i));
    ASSERT_TRUE(Eventually([&] {
      return HeldOfKind(north, stream, v1::EVENT_KIND_DELIVERED) == 1;
    }));
  }
  EXPECT_EQ(busy.deliveries, 1);
  for (const auto& status : north->peers()) EXPECT_TRUE(status.reachable);
}

TEST_F(CourierTest, AStopDoesNotWaitForAPeerThatHangs) {
  TestNode& north = Add("north.example");
  std::promise<void> release;
  const auto released = release.get_future().share();
  FakePeer hanging("east.example", north, clock_.Now(),
                   [released](const v1::DeliverEventsRequest& request) {
                     released.wait();
                     return AllHeld(request);
                   });
  ASSERT_TRUE(Eventually([&] { return hanging.deliveries == 1; }));
  auto stopped = std::async(std::launch::async, [&] { north.Stop(); });
  EXPECT_EQ(stopped.wait_for(std::chrono::seconds(10)),
            std::future_status::ready);
  release.set_value();
}

TEST_F(CourierTest, WhatAPeerClaimsAndDoesNotProveIsNoDelivery) {
  TestNode& north = Add("north.example");
  FakePeer liar("east.example", north, clock_.Now(),
                [](const v1::DeliverEventsRequest& request) {
                  v1::DeliverEventsResponse response = AllHeld(request);
                  for (int i = 0; i < request.events_size(); ++i) {
                    const auto event = event::ParseSignedHeader(
                        request.events(i).signed_header());
                    response.mutable_answers(i)->mutable_logged()->set_entry(
                        event->entry.str());
                  }
                  return response;
                });
  std::optional<store::v1::DeliveryAnswer> answer;
  ASSERT_TRUE(Eventually([&] {
    answer = *north->evidence().Find(liar.domain(), 0);
    return answer.has_value();
  }));
  EXPECT_EQ(answer->contradiction(), "CHECKPOINT_INVALID");
  EXPECT_NE(north.logged().find("delivered_event_not_held"), std::string::npos);
}

TEST_F(CourierTest, APeerThatCallsAgainIsDeliveredToAtOnce) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  Introduce(north, south);
  const auto first = OpenCase(north, south, "one");
  ASSERT_TRUE(Eventually(
      [&] { return HeldOfKind(north, first, v1::EVENT_KIND_DELIVERED) == 1; }));
  north.Stop();
  south.Stop();
  // Nothing but the peer's own call ends a wait of hours.
  north.set_backoff({.least = absl::Hours(10), .most = absl::Hours(10)});
  ASSERT_TRUE(north.Start().ok());
  ASSERT_TRUE(Eventually([&] { return !north->peers()[0].error.empty(); }));
  const auto second = OpenCase(north, south, "two");
  ASSERT_TRUE(south.Start().ok());
  EXPECT_TRUE(Eventually([&] {
    return HeldOfKind(north, second, v1::EVENT_KIND_DELIVERED) == 1;
  }));
}

TEST_F(CourierTest, ASilentPeerBlocksNoOtherAndNoCommand) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  std::promise<void> release;
  const auto released = release.get_future().share();
  FakePeer hanging("east.example", north, clock_.Now(),
                   [released](const v1::DeliverEventsRequest& request) {
                     released.wait();
                     return AllHeld(request);
                   });
  ASSERT_TRUE(Eventually([&] { return hanging.deliveries == 1; }));
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one");
  EXPECT_TRUE(Eventually([&] {
    return HeldOfKind(north, stream, v1::EVENT_KIND_DELIVERED) == 1;
  }));
  release.set_value();
}

TEST_F(CourierTest, APeerThatIsRemovedGetsNothingMore) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  FakePeer gone("east.example", north, clock_.Now(), AllHeld);
  ASSERT_TRUE(Eventually([&] { return gone.deliveries >= 1; }));
  std::filesystem::remove(north.home().directory() +
                          "/peers/east.example.json");
  north->Reload();
  const int before = gone.deliveries;
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one");
  ASSERT_TRUE(Eventually([&] {
    return HeldOfKind(north, stream, v1::EVENT_KIND_DELIVERED) == 1;
  }));
  EXPECT_EQ(gone.deliveries, before);
  EXPECT_EQ(north->peers().size(), 1u);
}

TEST_F(CourierTest, APeerWhoseCertificateIsRevokedGetsNothingMore) {
  TestNode& north = Add("north.example");
  TestNode& south = Add("south.example");
  FakePeer revoked("east.example", north, clock_.Now(), AllHeld);
  ASSERT_TRUE(Eventually([&] { return revoked.deliveries >= 1; }));
  revoked.Revoke(north);
  const int before = revoked.deliveries;
  Introduce(north, south);
  const auto stream = OpenCase(north, south, "one");
  ASSERT_TRUE(Eventually([&] {
    return HeldOfKind(north, stream, v1::EVENT_KIND_DELIVERED) == 1;
  }));
  ASSERT_TRUE(Eventually(
      [&] { return north->peers().front().error == "NODE_UNREACHABLE"; }));
  EXPECT_EQ(revoked.deliveries, before);
}

}  // namespace
}  // namespace sijill::node
