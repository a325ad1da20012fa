// SPDX-License-Identifier: Apache-2.0
// A node's certificate is renewed while it serves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "common/rpc/test_network.h"
#include "common/rpc/transport/identity.h"
#include "common/time/stopwatch.h"

namespace sijill::rpc {
namespace {

class RenewalTest : public NetworkTest {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "sijill-identity-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    path_ = pattern;
  }
  ~RenewalTest() override {
    server_.reset();
    std::filesystem::remove_all(path_);
  }

  std::string path_;
};

TEST_F(RenewalTest, AServerTakesUpANewIdentityAndDropsNoCall) {
  const IdentityDirectory directory(path_);
  const auto old_node = aa_.Node("n1");
  const auto new_node = aa_.Node("n1");
  ASSERT_TRUE(directory.Install(IdentityOf(old_node), start_).ok());
  StartServer(
      {.listener = {.max_connections_per_peer = 1024}, .identity = directory});
  const auto identity = IdentityOf(aa_.System("ministry", "s1"));
  const auto client = ClientAs(identity);
  ASSERT_TRUE(Say(*client).ok());
  EXPECT_EQ(ConnectRaw(TLS1_3_VERSION, &identity).server_serial,
            old_node.certificate.serial_hex());
  ASSERT_TRUE(directory.Install(IdentityOf(new_node), start_).ok());
  const time::Stopwatch watch;
  std::string serial;
  while (serial != new_node.certificate.serial_hex()) {
    ASSERT_LT(watch.Elapsed(), kPatience) << "the old identity is still shown";
    const testing::RawTls seen = ConnectRaw(TLS1_3_VERSION, &identity);
    ASSERT_TRUE(seen.spoke_http2);
    serial = seen.server_serial;
    ASSERT_TRUE(Say(*client).ok());
  }
}

TEST_F(RenewalTest, APairThatDoesNotBelongTogetherIsNotInstalled) {
  const IdentityDirectory directory(path_);
  const auto one = aa_.Node("n1");
  const auto two = aa_.Node("n1");
  ASSERT_TRUE(directory.Install(IdentityOf(one), start_).ok());
  const Identity mixed = {.certificate_pem = two.certificate_pem,
                          .private_key_pem = one.key_pem};
  EXPECT_EQ(directory.Install(mixed, start_).code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(
      directory.Install(IdentityOf(two), start_ + absl::Hours(24 * 365 * 20))
          .code(),
      absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(directory.Load()->certificate_pem, one.certificate_pem);
}

TEST_F(RenewalTest, TheKeyOfAnIdentityIsItsOwnersAlone) {
  const IdentityDirectory directory(path_);
  ASSERT_TRUE(directory.Install(IdentityOf(aa_.Node("n1")), start_).ok());
  const auto mode = std::filesystem::status(directory.key_path()).permissions();
  EXPECT_EQ(mode, std::filesystem::perms::owner_read |
                      std::filesystem::perms::owner_write);
}

TEST_F(RenewalTest, AServerWithoutAnIdentityDoesNotStart) {
  const auto started = Server::Start(
      {.identity = IdentityDirectory(path_)}, Methods(), trust_, authorizer_,
      {.clock = clock_, .random = random_, .log = log_, .metrics = metrics_});
  EXPECT_EQ(started.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sijill::rpc
