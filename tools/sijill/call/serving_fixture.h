// SPDX-License-Identifier: Apache-2.0
// Runs the program against a server in the test's process, over real TLS.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/rpc/server.h"
#include "common/rpc/transport/credentials.h"
#include "common/testing/temporary_pki.h"

namespace sijill::cli {

class EverybodyMay final : public rpc::Authorizer {
 public:
  absl::Status Authorize(const rpc::Principal&,
                         std::string_view) const override {
    return absl::OkStatus();
  }
};

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

class ServingTest : public ::testing::Test {
 protected:
  ServingTest() : pki_("nl.demo", clock_.Now()), log_(clock_, [](auto) {}) {
    std::string name = ::testing::TempDir() + "sijill-XXXXXX";
    top_ = ::mkdtemp(name.data());
    EXPECT_TRUE(rpc::RequireTls13().ok());
  }
  ~ServingTest() override {
    server_.reset();
    std::filesystem::remove_all(top_);
  }

  void Write(const std::string& name, const std::string& bytes) {
    ASSERT_TRUE(config::WriteFileAtomically(top_ + "/" + name, bytes,
                                            config::FileMode::kSecret)
                    .ok());
  }

  // Serves `methods` and makes the profile "o" that speaks to it.
  void Serve(rpc::MethodTable methods) {
    pki::TrustStore trust;
    pki_.Introduce(trust);
    const testing::Credentials node = pki_.Node("n1");
    auto server = rpc::Server::Start(
        {.identity = rpc::Identity{node.certificate_pem, node.key_pem}},
        std::move(methods), std::make_shared<rpc::LiveTrust>(std::move(trust)),
        everybody_may_,
        {.clock = clock_, .random = random_, .log = log_, .metrics = metrics_});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    const testing::Credentials officer = pki_.Officer("ministry", "o-1");
    Write("o.pem", officer.certificate_pem);
    Write("o.key", officer.key_pem);
    Write("root.pem", pki_.root_pem());
    Write("crl.pem", pki_.revocation_list_pem());
    const Outcome added = Sijill(base::StrCat(
        "profile add o --domain nl.demo --node 127.0.0.1:", server_->port(),
        " --cert o.pem --key o.key --root root.pem --crl crl.pem"));
    ASSERT_EQ(added.exit_code, 0) << added.err;
  }

  Outcome Sijill(std::string_view arguments) {
    const std::string command = base::StrCat("cd ", top_, " && HOME=", top_,
                                             " " SIJILL_BINARY " --profile o ",
                                             arguments, " >out.txt 2>err.txt");
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), config::ReadFile(top_ + "/out.txt").value(),
            config::ReadFile(top_ + "/err.txt").value()};
  }

  const time::SystemClock clock_;
  crypto::SystemRandom random_;
  testing::TemporaryPki pki_;
  observe::Log log_;
  observe::Metrics metrics_;
  const EverybodyMay everybody_may_;
  std::string top_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace sijill::cli
