// SPDX-License-Identifier: Apache-2.0
// What a node says of itself and its peers, and to whom.
#include <gtest/gtest.h>

#include "services/node/testing/network.h"
#include "sijill/v1/exchange_service.pb.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/registry_service.pb.h"

namespace sijill::node {
namespace {

class NodeStatusTest : public NetworkTest {
 protected:
  absl::StatusOr<v1::GetNodeStatusResponse> Ask(
      const testing::Credentials& caller) {
    return ClientOf(caller, north_)
        ->Call<v1::GetNodeStatusResponse>(
            "/sijill.v1.ExchangeService/GetNodeStatus",
            v1::GetNodeStatusRequest(), {}, absl::Seconds(20));
  }
  v1::GetNodeStatusResponse Seen() {
    auto status = Ask(north_.home().auditor());
    EXPECT_TRUE(status.ok()) << status.status();
    return status.value_or(v1::GetNodeStatusResponse());
  }

  TestNode& north_ = Add("north.example");
};

TEST_F(NodeStatusTest, ANodeWithoutPeersSaysWhichItIs) {
  const v1::GetNodeStatusResponse status = Seen();
  EXPECT_EQ(status.domain(), "north.example");
  EXPECT_EQ(status.exchange(), kTestExchange);
  EXPECT_FALSE(status.version().empty());
  EXPECT_EQ(status.confirmation(), v1::CONFIRMATION_NO_PEERS);
  EXPECT_TRUE(status.has_current_time());
  EXPECT_TRUE(status.has_shared_log_recorded_at());
  EXPECT_TRUE(status.has_own_log_recorded_at());
  EXPECT_TRUE(status.has_certificate_expires_at());
  EXPECT_GT(status.revocation_list().due_at().seconds(),
            status.revocation_list().issued_at().seconds());
}

TEST_F(NodeStatusTest, AnOfficerSeesNoMoreThanHeNeeds) {
  TestNode& south = Add("south.example");
  Introduce(north_, south);
  const auto status = Ask(north_.home().With(v1::DUTY_OFFICER));
  ASSERT_TRUE(status.ok()) << status.status();
  EXPECT_FALSE(status->has_own_log_recorded_at());
  ASSERT_EQ(status->peers_size(), 1);
  EXPECT_EQ(status->peers(0).domain(), "south.example");
  EXPECT_FALSE(status->peers(0).has_detail());
}

TEST_F(NodeStatusTest, NobodyElseIsToldAnything) {
  TestNode& south = Add("south.example");
  Introduce(north_, south);
  for (const auto& caller :
       {south.home().pki().Node("n2"), south.home().auditor(),
        north_.home().pki().Officer("interior", "o9")}) {
    EXPECT_TRUE(absl::IsPermissionDenied(Ask(caller).status()));
  }
}

TEST_F(NodeStatusTest, APeerThatIsAwayIsSeenAndSoIsItsReturn) {
  TestNode& south = Add("south.example");
  Introduce(north_, south);
  ASSERT_TRUE(Eventually(
      [&] { return Seen().confirmation() == v1::CONFIRMATION_CONFIRMED; }));
  south.Stop();
  north_.Stop();
  ASSERT_TRUE(north_.Start().ok());
  OpenCase(north_, south, "one");
  ASSERT_TRUE(Eventually(
      [&] { return Seen().peers(0).detail().has_last_failed_at(); }));
  v1::GetNodeStatusResponse status = Seen();
  EXPECT_EQ(status.confirmation(), v1::CONFIRMATION_UNCONFIRMED);
  EXPECT_FALSE(status.peers(0).reachable());
  EXPECT_FALSE(status.peers(0).has_last_delivered_at());
  EXPECT_EQ(status.peers(0).detail().last_error(), "NODE_UNREACHABLE");
  EXPECT_GT(status.peers(0).detail().waiting(), 0u);
  EXPECT_GT(status.peers(0).detail().received_to_index(), 0u);
  EXPECT_TRUE(status.peers(0).detail().has_revocation_list());
  ASSERT_TRUE(south.Start().ok());
  ASSERT_TRUE(Eventually([&] {
    status = Seen();
    return status.peers(0).has_last_delivered_at() &&
           status.peers(0).detail().waiting() == 0;
  }));
  EXPECT_EQ(status.confirmation(), v1::CONFIRMATION_CONFIRMED);
  EXPECT_TRUE(status.peers(0).reachable());
  EXPECT_TRUE(status.peers(0).detail().has_last_failed_at());
}

TEST_F(NodeStatusTest, AReceiptSaysWhetherTheStartIsConfirmed) {
  TestNode& south = Add("south.example");
  Introduce(north_, south);
  south.Stop();
  north_.Stop();
  ASSERT_TRUE(north_.Start().ok());
  v1::SetAgencyRequest request;
  request.set_request_id("0e3b7a52-6c55-4d0e-9a55-0123456789ab");
  v1::Agency& agency = *request.mutable_agency();
  agency.set_name(north_.home().Agency("border").str());
  agency.set_display_name("Border service");
  agency.set_state("NLD");
  agency.set_time_zone("Europe/Amsterdam");
  agency.set_calendar("nld-working-week");
  agency.add_roles(v1::ROLE_REQUESTING);
  const auto set = [&] {
    const auto answer =
        ClientOf(north_.home().With(v1::DUTY_ADMINISTRATOR), north_)
            ->Call<v1::SetAgencyResponse>(
                "/sijill.v1.RegistryService/SetAgency", request, {},
                absl::Seconds(20));
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? answer->receipts(0).assurance()
                       : v1::ASSURANCE_UNSPECIFIED;
  };
  EXPECT_EQ(set(), v1::ASSURANCE_UNCONFIRMED);
  ASSERT_TRUE(south.Start().ok());
  // The same request: what its receipt is worth now.
  EXPECT_TRUE(Eventually([&] { return set() == v1::ASSURANCE_DURABLE; }));
}

}  // namespace
}  // namespace sijill::node
