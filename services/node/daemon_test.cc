// SPDX-License-Identifier: Apache-2.0
// The program itself: started, asked, killed, started again.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <filesystem>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/ledger/log_signer.h"
#include "common/rpc/client.h"
#include "common/rpc/transport/credentials.h"
#include "common/time/stopwatch.h"
#include "services/node/config/secrets.h"
#include "services/node/testing/network.h"
#include "sijill/v1/ledger_service.pb.h"

extern char** environ;

namespace sijill::node {
namespace {

class DaemonTest : public NetworkTest {
 protected:
  ~DaemonTest() override {
    if (pid_ > 0) End(SIGKILL);
  }

  void Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), SIJILLD_BINARY);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ASSERT_EQ(::posix_spawn(&pid_, SIJILLD_BINARY, nullptr, nullptr,
                            argv.data(), environ),
              0);
  }
  // The exit code, or minus the signal that ended it.
  int Wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  int End(int signal) {
    ::kill(pid_, signal);
    return Wait();
  }
  // Starts it in home_ and waits until it says where it listens.
  void Start() {
    std::filesystem::remove(home_.directory() + "/address");
    Run({"--dir", home_.directory()});
    std::string address;
    ASSERT_TRUE(Eventually([&] {
      const auto bytes = config::ReadFile(home_.directory() + "/address");
      if (bytes.ok()) address = *bytes;
      return bytes.ok();
    }));
    address.pop_back();
    pki::TrustStore trust;
    home_.pki().Introduce(trust);
    auto client = rpc::Client::Create(
        {.target = address,
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
  pid_t pid_ = 0;
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
