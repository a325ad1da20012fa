// SPDX-License-Identifier: Apache-2.0
// One request more than once at the running daemon: at the same moment, after
// it was killed, with other content; and two that exclude each other.
#include <gtest/gtest.h>
#include <signal.h>

#include <future>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "common/rpc/client.h"
#include "common/rpc/transport/credentials.h"
#include "common/time/clock.h"
#include "services/node/testing/daemon.h"
#include "sijill/v1/registry_service.pb.h"

namespace sijill::node {
namespace {

constexpr char kSetAgency[] = "/sijill.v1.RegistryService/SetAgency";
constexpr char kListAgencies[] = "/sijill.v1.RegistryService/ListAgencies";
constexpr int kCallers = 8;

class RepetitionTest : public ::testing::Test {
 protected:
  RepetitionTest() { EXPECT_TRUE(rpc::RequireTls13().ok()); }

  void Start() { ASSERT_TRUE(daemon_.Start()) << daemon_.logged(); }

  std::unique_ptr<rpc::Client> Connect() {
    const testing::Credentials& administrator =
        home_.With(v1::DUTY_ADMINISTRATOR);
    pki::TrustStore trust;
    home_.pki().Introduce(trust);
    auto client = rpc::Client::Create(
        {.target = base::StrCat("127.0.0.1:", daemon_.port()),
         .server_domain = home_.domain(),
         .identity =
             rpc::Identity{.certificate_pem = administrator.certificate_pem,
                           .private_key_pem = administrator.key_pem}},
        std::make_shared<rpc::LiveTrust>(std::move(trust)), clock_);
    EXPECT_TRUE(client.ok()) << client.status();
    return *std::move(client);
  }

  absl::StatusOr<v1::SetAgencyResponse> Set(
      const v1::SetAgencyRequest& request) {
    return Connect()->Call<v1::SetAgencyResponse>(kSetAgency, request, {},
                                                  absl::Seconds(20));
  }
  // Each from a connection of its own, at the same moment.
  std::vector<absl::StatusOr<v1::SetAgencyResponse>> SetAtOnce(
      const std::vector<v1::SetAgencyRequest>& requests) {
    std::promise<void> go;
    const std::shared_future<void> all(go.get_future());
    std::vector<std::future<absl::StatusOr<v1::SetAgencyResponse>>> running;
    for (const v1::SetAgencyRequest& request : requests) {
      running.push_back(std::async(std::launch::async, [this, all, &request] {
        all.wait();
        return Set(request);
      }));
    }
    go.set_value();
    std::vector<absl::StatusOr<v1::SetAgencyResponse>> answers;
    for (auto& one : running) answers.push_back(one.get());
    return answers;
  }
  uint64_t RegistryVersion() {
    v1::ListAgenciesRequest request;
    const auto list = Connect()->Call<v1::ListAgenciesResponse>(
        kListAgencies, request, {}, absl::Seconds(20));
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->registry_version() : 0;
  }

  // Adds or replaces the agency "border"; `number` tells requests apart.
  v1::SetAgencyRequest Request(int number, const std::string& name) {
    v1::SetAgencyRequest request;
    request.set_request_id(
        base::StrCat("0e3b7a52-6c55-4d0e-9a55-01234567890", number));
    v1::Agency& agency = *request.mutable_agency();
    agency.set_name(home_.Agency("border").str());
    agency.set_display_name(name);
    agency.set_state("NLD");
    agency.set_time_zone("Europe/Amsterdam");
    agency.set_calendar("nld-working-week");
    agency.add_roles(v1::ROLE_REQUESTING);
    return request;
  }

  const time::SystemClock clock_;
  NodeHome home_{base::StrCat(::testing::TempDir(), "/repetition"),
                 "north.example", clock_.Now()};
  Daemon daemon_{SIJILLD_BINARY, home_};
};

TEST_F(RepetitionTest, ARepetitionIsAnsweredAsTheFirstAlsoAfterAKill) {
  Start();
  const v1::SetAgencyRequest request = Request(1, "Border service");
  const auto answers =
      SetAtOnce(std::vector<v1::SetAgencyRequest>(kCallers, request));
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->receipts_size(), 1);
    EXPECT_EQ(answer->SerializeAsString(), answers[0]->SerializeAsString());
  }
  const uint64_t version = RegistryVersion();
  ASSERT_EQ(daemon_.End(SIGKILL), -SIGKILL);
  Start();
  const auto again = Set(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->receipts(0).SerializeAsString(),
            answers[0]->receipts(0).SerializeAsString());
  EXPECT_EQ(RegistryVersion(), version);
}

TEST_F(RepetitionTest, AnIdIsOfOneRequestAlsoAfterAKill) {
  Start();
  ASSERT_TRUE(Set(Request(1, "Border service")).ok());
  for (const bool killed : {false, true}) {
    if (killed) {
      ASSERT_EQ(daemon_.End(SIGKILL), -SIGKILL);
      Start();
    }
    const auto other = Set(Request(1, "Coast guard"));
    EXPECT_TRUE(absl::IsAlreadyExists(other.status())) << other.status();
    EXPECT_EQ(refusal::ReasonOf(other.status()), "REQUEST_ID_REUSED");
  }
}

TEST_F(RepetitionTest, OfThoseThatExcludeEachOtherExactlyOneWins) {
  Start();
  const uint64_t version = RegistryVersion();
  std::vector<v1::SetAgencyRequest> requests;
  for (int i = 0; i < kCallers; ++i) {
    requests.push_back(Request(i, base::StrCat("Service ", i)));
    requests.back().set_registry_version(version);
  }
  int won = 0;
  for (const auto& answer : SetAtOnce(requests)) {
    if (answer.ok()) {
      ++won;
    } else {
      EXPECT_EQ(refusal::ReasonOf(answer.status()), "REGISTRY_CHANGED")
          << answer.status();
    }
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(RegistryVersion(), version + 1);
}

}  // namespace
}  // namespace sijill::node
