// SPDX-License-Identifier: Apache-2.0
// Bad callers at the running daemon: what each sees, that the others are
// served, and that the log says nothing about anybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/refusal/refusal.h"
#include "common/rpc/client.h"
#include "common/rpc/transport/credentials.h"
#include "common/testing/raw_tls.h"
#include "common/time/clock.h"
#include "services/node/testing/daemon.h"
#include "services/node/testing/eventually.h"
#include "sijill/v1/ledger_service.pb.h"

namespace sijill::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kGetCheckpoint[] = "/sijill.v1.LedgerService/GetCheckpoint";
constexpr absl::Duration kPatience = absl::Seconds(20);

class EdgeTest : public ::testing::Test {
 protected:
  EdgeTest() {
    EXPECT_TRUE(rpc::RequireTls13().ok());
    home_.Know(south_, /*port=*/1);  // a peer; nobody listens there
  }
  // Whatever happened, nobody is named in what was logged.
  ~EdgeTest() override {
    const std::string logged = daemon_.logged();
    for (const std::string& word :
         {std::string("spiffe:"), std::string("holder-"),
          std::string("stranger"), std::string("careless"),
          home_.auditor().certificate.serial_hex()}) {
      EXPECT_THAT(logged, Not(HasSubstr(word)));
    }
  }

  void Start() { ASSERT_TRUE(daemon_.Start()) << daemon_.logged(); }

  absl::Status Ask(const std::string& certificate_pem,
                   const std::string& key_pem,
                   absl::Duration patience = kPatience) {
    pki::TrustStore trust;
    home_.pki().Introduce(trust);
    auto client = rpc::Client::Create(
        {.target = base::StrCat("127.0.0.1:", daemon_.port()),
         .server_domain = home_.domain(),
         .identity = rpc::Identity{.certificate_pem = certificate_pem,
                                   .private_key_pem = key_pem}},
        std::make_shared<rpc::LiveTrust>(std::move(trust)), clock_);
    if (!client.ok()) return client.status();
    v1::GetCheckpointRequest request;
    request.set_log(v1::LOG_SHARED);
    return (*client)
        ->Call<v1::GetCheckpointResponse>(kGetCheckpoint, request, {}, patience)
        .status();
  }
  absl::Status Ask(const testing::Credentials& caller) {
    return Ask(caller.certificate_pem, caller.key_pem);
  }

  // The connection is refused, and whoever belongs here is served all the same.
  void ExpectTurnedAway(const std::string& certificate_pem,
                        const std::string& key_pem) {
    const absl::Status status = Ask(certificate_pem, key_pem);
    EXPECT_EQ(refusal::ReasonOf(status), "NODE_UNREACHABLE") << status;
    EXPECT_FALSE(testing::ConnectRaw(daemon_.port(), TLS1_3_VERSION,
                                     certificate_pem, key_pem)
                     .spoke_http2);
    EXPECT_TRUE(Ask(home_.auditor()).ok());
  }
  void ExpectTurnedAway(const testing::Credentials& caller) {
    ExpectTurnedAway(caller.certificate_pem, caller.key_pem);
  }
  // What `issuer` would sign for these names, valid for the hour to `until`.
  void ExpectTurnedAway(NodeHome& issuer, const std::string& names,
                        absl::Time until) {
    SCOPED_TRACE(names);
    const auto pair =
        issuer.pki().IssueCarelessly({.names = names,
                                      .not_before = until - absl::Hours(1),
                                      .not_after = until});
    EXPECT_FALSE(testing::ConnectRaw(daemon_.port(), TLS1_3_VERSION,
                                     pair.certificate_pem, pair.key_pem)
                     .spoke_http2);
    EXPECT_TRUE(Ask(home_.auditor()).ok());
  }

  const time::SystemClock clock_;
  const std::string top_ = base::StrCat(::testing::TempDir(), "/edge_");
  NodeHome home_{top_ + "north", "north.example", clock_.Now()};
  NodeHome south_{top_ + "south", "south.example", clock_.Now()};
  Daemon daemon_{SIJILLD_BINARY, home_};
};

TEST_F(EdgeTest, WhoeverShowsAWrongCertificateIsTurnedAway) {
  Start();
  const absl::Time soon = clock_.Now() + absl::Minutes(50);
  const std::string auditor = "URI:" + home_.auditor().id.str();
  // So that the refusals mean something.
  const auto honest =
      home_.pki().IssueCarelessly({.names = auditor,
                                   .not_before = soon - absl::Hours(1),
                                   .not_after = soon});
  ASSERT_TRUE(Ask(honest.certificate_pem, honest.key_pem).ok());

  ExpectTurnedAway(home_, "", soon);
  ExpectTurnedAway(home_, "DNS:localhost", soon);
  ExpectTurnedAway(home_, auditor + "," + auditor, soon);
  ExpectTurnedAway(home_, auditor, clock_.Now() - absl::Minutes(5));
  // One State's root issues the other's name, either way round.
  ExpectTurnedAway(south_, auditor, soon);
  ExpectTurnedAway(home_, "URI:" + south_.auditor().id.str(), soon);
  ExpectTurnedAway(home_.pki().Seal("interior", 2));
  ExpectTurnedAway(testing::TemporaryPki("east.example", clock_.Now())
                       .Officer("x", "stranger"));
  ExpectTurnedAway(testing::TemporaryPki("north.example", clock_.Now())
                       .Officer("interior", "stranger"));
  EXPECT_THAT(daemon_.logged(), HasSubstr("peer_refused"));
}

TEST_F(EdgeTest, WithoutTls13OrACertificateNothingIsSaid) {
  Start();
  const testing::Credentials& auditor = home_.auditor();
  EXPECT_TRUE(testing::ConnectRaw(daemon_.port(), TLS1_3_VERSION,
                                  auditor.certificate_pem, auditor.key_pem)
                  .spoke_http2);
  EXPECT_FALSE(testing::ConnectRaw(daemon_.port(), TLS1_2_VERSION,
                                   auditor.certificate_pem, auditor.key_pem)
                   .spoke_http2);
  EXPECT_FALSE(
      testing::ConnectRaw(daemon_.port(), TLS1_3_VERSION, "", "").spoke_http2);
  EXPECT_FALSE(testing::AnswersPlaintext(daemon_.port()));
  EXPECT_TRUE(Ask(auditor).ok());
}

TEST_F(EdgeTest, ARevokedCertificateIsTurnedAwayAndAMissingDutyIsSaid) {
  home_.pki().Revoke(home_.With(v1::DUTY_OFFICER).certificate);
  home_.PublishRevocations();
  Start();
  ExpectTurnedAway(home_.With(v1::DUTY_OFFICER));
  // Believed, and not entitled: a peer's officer, and one without a duty.
  for (const auto& caller :
       {south_.auditor(), home_.pki().Officer("interior", "stranger")}) {
    EXPECT_TRUE(absl::IsPermissionDenied(Ask(caller)));
  }
}

TEST_F(EdgeTest, AnOverdueRevocationListMeansThatNobodyIsBelieved) {
  // A first start needs a list that is not overdue: seals are endorsed by it.
  Start();
  ASSERT_EQ(daemon_.End(SIGTERM), 0);
  const absl::Time now = clock_.Now();
  ASSERT_TRUE(config::WriteFileAtomically(
                  home_.directory() + "/pki/crl.pem",
                  home_.pki().RevocationListAt(now - absl::Hours(48),
                                               now - absl::Hours(24)),
                  config::FileMode::kPublic)
                  .ok());
  Start();
  EXPECT_EQ(refusal::ReasonOf(Ask(home_.auditor())), "NODE_UNREACHABLE");
  EXPECT_THAT(daemon_.logged(), HasSubstr("trust_not_loaded"));
  home_.PublishRevocations();
  EXPECT_TRUE(Eventually([&] { return Ask(home_.auditor()).ok(); }));
}

TEST_F(EdgeTest, IdleSocketsThatTakeEveryDescriptorCostNothingOnceTheyAreGone) {
  Start();
  ASSERT_TRUE(Ask(home_.auditor()).ok());
  const auto limit = static_cast<rlim_t>(daemon_.descriptors() + 12);
  struct rlimit tight = {.rlim_cur = limit, .rlim_max = limit};
  ASSERT_EQ(::prlimit(daemon_.pid(), RLIMIT_NOFILE, &tight, nullptr), 0);
  std::vector<int> crowd(200);
  for (int& fd : crowd) fd = testing::ConnectTcp(daemon_.port());
  EXPECT_TRUE(Eventually([&] { return daemon_.descriptors() + 2 >= limit; }));
  for (const int fd : crowd) ::close(fd);
  EXPECT_TRUE(Eventually([&] { return Ask(home_.auditor()).ok(); }));
  EXPECT_EQ(daemon_.End(SIGTERM), 0);
}

TEST_F(EdgeTest, WhatTheNodeKeepsIsItsOwnersAlone) {
  Start();
  for (const auto& file :
       std::filesystem::recursive_directory_iterator(home_.directory())) {
    const std::string path = file.path().string();
    const auto open_to_others = file.symlink_status().permissions() &
                                (std::filesystem::perms::group_all |
                                 std::filesystem::perms::others_all);
    const bool secret =
        path.ends_with(".key") || path.find("/key.pem") != std::string::npos ||
        path.find("/secrets") != std::string::npos ||
        path.ends_with("/released") || path.ends_with("/store") ||
        path.ends_with("/keys") || path.ends_with("/evidence");
    if (secret) {
      EXPECT_EQ(open_to_others, std::filesystem::perms::none) << path;
    }
  }
  EXPECT_EQ(std::filesystem::status(home_.directory()).permissions(),
            std::filesystem::perms::owner_all);
}

}  // namespace
}  // namespace sijill::node
