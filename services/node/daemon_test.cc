// SPDX-License-Identifier: Apache-2.0
// The program itself: started, asked, killed, started again.
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/ledger/log_signer.h"
#include "common/rpc/client.h"
#include "common/rpc/transport/credentials.h"
#include "services/node/config/secrets.h"
#include "services/node/testing/daemon.h"
#include "services/node/testing/network.h"
#include "sijill/v1/ledger_service.pb.h"

namespace sijill::node {
namespace {

class DaemonTest : public NetworkTest {
 protected:
  void Run(std::vector<std::string> arguments) {
    daemon_.Run(std::move(arguments));
  }
  int Wait() { return daemon_.Wait(); }
  int End(int signal) { return daemon_.End(signal); }
  void Start() {
    ASSERT_TRUE(daemon_.Start()) << daemon_.logged();
    pki::TrustStore trust;
    home_.pki().Introduce(trust);
    auto client = rpc::Client::Create(
        {.target = base::StrCat("127.0.0.1:", daemon_.port()),
         .server_domain = home_.domain(),
         .identity =
             rpc::Identity{.certificate_pem = home_.auditor().certificate_pem,
                           .private_key_pem = home_.auditor().key_pem}},
        std::make_shared<rpc::LiveTrust>(std::move(trust)), clock_);
    ASSERT_TRUE(client.ok()) << client.status();
    client_ = *std::move(client);
  }
  merkle::Checkpoint Checkpoint() {
    v1::GetCheckpointRequest request;
    request.set_log(v1::LOG_OWN);
    const auto answer = client_->Call<v1::GetCheckpointResponse>(
        "/sijill.v1.LedgerService/GetCheckpoint", request, {},
        absl::Seconds(20));
    EXPECT_TRUE(answer.ok()) << answer.status();
    const auto secrets =
        ReadSecrets(home_.directory(), home_.domain(), kTestExchange);
    const auto checkpoint =
        ledger::OpenCheckpoint(answer->checkpoint(), secrets->own_log.origin(),
                               secrets->own_log.public_key());
    EXPECT_TRUE(checkpoint.ok()) << checkpoint.status();
    return checkpoint.value_or(merkle::Checkpoint());
  }

  NodeHome home_{::testing::TempDir() + "/daemon", "north.example",
                 clock_.Now()};
  Daemon daemon_{SIJILLD_BINARY, home_};
  std::unique_ptr<rpc::Client> client_;
};

TEST_F(DaemonTest, WhatItAnsweredIsThereAfterItWasKilled) {
  Start();
  // grpc.health.v1.HealthCheckResponse: status (1) is SERVING (1).
  const auto health = client_->CallRaw("/grpc.health.v1.Health/Check", "", {},
                                       absl::Seconds(20));
  ASSERT_TRUE(health.ok()) << health.status();
  EXPECT_EQ(*health, "\x08\x01");
  const merkle::Checkpoint before = Checkpoint();
  EXPECT_GT(before.size, 0u);
  EXPECT_EQ(End(SIGKILL), -SIGKILL);
  Start();
  EXPECT_EQ(Checkpoint(), before);
  EXPECT_EQ(End(SIGTERM), 0);
  EXPECT_FALSE(std::filesystem::exists(home_.directory() + "/address"));
}

TEST_F(DaemonTest, ItTakesUpARevocationWithoutBeingTold) {
  Start();
  Checkpoint();
  home_.pki().Revoke(home_.auditor().certificate);
  home_.PublishRevocations();
  v1::GetCheckpointRequest request;
  request.set_log(v1::LOG_SHARED);
  EXPECT_TRUE(Eventually([&] {
    return absl::IsUnauthenticated(
        client_
            ->Call<v1::GetCheckpointResponse>(
                "/sijill.v1.LedgerService/GetCheckpoint", request, {},
                absl::Seconds(20))
            .status());
  }));
}

TEST_F(DaemonTest, ItDoesNotStartOnAStoreThatWasSetBack) {
  Start();
  ASSERT_EQ(End(SIGTERM), 0);
  std::filesystem::remove_all(home_.directory() + "/store");
  Run({"--dir", home_.directory()});
  EXPECT_EQ(Wait(), 1);
}

TEST_F(DaemonTest, ItDoesNotStartWithSomebodyElsesCertificate) {
  for (const auto& [ending, bytes] :
       {std::pair{"pem", home_.auditor().certificate_pem},
        std::pair{"key", home_.auditor().key_pem}}) {
    ASSERT_TRUE(config::WriteFileAtomically(
                    base::StrCat(home_.directory(), "/pki/node.", ending),
                    bytes, config::FileMode::kSecret)
                    .ok());
  }
  Run({"--dir", home_.directory()});
  EXPECT_EQ(Wait(), 1);
  EXPECT_NE(daemon_.logged().find("not that of a node"), std::string::npos);
}

TEST_F(DaemonTest, AMistakeInItsConfigurationIsSaidAndItDoesNotStart) {
  ASSERT_TRUE(config::WriteFileAtomically(
                  home_.directory() + "/node.json",
                  R"({"domain": "north.example", "exchange": "live.example",
                      "clock_offset_seconds": 60})",
                  config::FileMode::kPublic)
                  .ok());
  Run({"--config", home_.directory() + "/node.json"});
  EXPECT_EQ(Wait(), 1);
  Run({});
  EXPECT_EQ(Wait(), 2);
}

}  // namespace
}  // namespace sijill::node
