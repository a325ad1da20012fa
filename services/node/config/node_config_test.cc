// SPDX-License-Identifier: Apache-2.0
#include "services/node/config/node_config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "common/config/file.h"
#include "services/node/config/secrets.h"

namespace sijill::node {
namespace {

constexpr char kSmallest[] =
    R"({"domain": "north.example", "exchange": "training.example"})";

TEST(NodeConfigTest, EverythingHasItsPlaceInTheNodesDirectory) {
  const auto config = ParseNodeConfig(kSmallest, "/srv/node");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->domain.str(), "north.example");
  EXPECT_EQ(config->listen_address, "127.0.0.1");
  EXPECT_EQ(config->listen_port, 0);
  EXPECT_EQ(config->key, "/srv/node/pki/node.key");
  EXPECT_EQ(config->peers, "/srv/node/peers");
  EXPECT_EQ(config->clock_offset, absl::ZeroDuration());
}

TEST(NodeConfigTest, PathsAndPortAreTakenAsGiven) {
  const auto config = ParseNodeConfig(
      R"({"domain": "north.example", "exchange": "live.example",
          "directory": "data", "listen": "0.0.0.0:7443", "root": "/etc/r.pem",
          "peers": "others"})",
      "/srv/node");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->directory, "/srv/node/data");
  EXPECT_EQ(config->listen_port, 7443);
  EXPECT_EQ(config->root, "/etc/r.pem");
  EXPECT_EQ(config->peers, "/srv/node/data/others");
}

std::string MessageOf(const std::string& json) {
  return std::string(ParseNodeConfig(json, "/srv").status().message());
}

TEST(NodeConfigTest, WhatIsWrongIsNamed) {
  EXPECT_EQ(MessageOf("[]"), "the configuration is no JSON object");
  EXPECT_EQ(MessageOf("{}"), "domain: is required");
  EXPECT_EQ(MessageOf(R"({"domain": "North"})"), "domain: no domain's name");
  EXPECT_EQ(MessageOf(R"({"domain": "a.example", "exchange": "b.example",
                          "secure": "no"})"),
            "secure: unknown name");
  EXPECT_EQ(MessageOf(R"({"domain": "a.example", "exchange": "b.example",
                          "key": 7})"),
            "key: a text is needed");
  EXPECT_EQ(MessageOf(R"({"domain": "a.example", "exchange": "b.example",
                          "listen": "7443"})")
                .substr(0, 7),
            "listen:");
}

TEST(NodeConfigTest, OnlyATrainingExchangeMayHaveAnotherTime) {
  const std::string rest = R"("domain": "a.example",
                              "clock_offset_seconds": -86400})";
  const auto training =
      ParseNodeConfig(R"({"exchange": "training.b",)" + rest, "/srv");
  ASSERT_TRUE(training.ok()) << training.status();
  EXPECT_EQ(training->clock_offset, absl::Hours(-24));
  for (const char* name : {"live.b", "training", "trainings.b"}) {
    EXPECT_FALSE(
        ParseNodeConfig(R"({"exchange": ")" + std::string(name) + "\"," + rest,
                        "/srv")
            .ok())
        << name;
  }
}

TEST(NodeConfigTest, NoBytesCrashIt) {
  const unsigned seed = 20260202;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = kSmallest;
    for (int edits = 1 + static_cast<int>(random() % 4); edits > 0; --edits) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    (void)ParseNodeConfig(bytes, "/srv");
  }
}

class SecretsTest : public ::testing::Test {
 protected:
  SecretsTest() { std::filesystem::remove_all(directory_); }
  absl::Status Create() {
    return CreateNodeDirectory(directory_, domain_, "training.example",
                               "127.0.0.1:0", random_);
  }

  crypto::SystemRandom random_;
  const base::DomainName domain_ = *base::DomainName::Parse("north.example");
  const std::string directory_ = ::testing::TempDir() + "/created_node";
};

TEST_F(SecretsTest, ANodeIsMadeOnceWithKeysThatStay) {
  ASSERT_TRUE(Create().ok());
  const auto first = ReadSecrets(directory_, domain_, "training.example");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->shared_log.origin(),
            "north.example/sijill/training.example/shared/1");
  EXPECT_NE(first->shared_log.public_key(), first->own_log.public_key());
  EXPECT_TRUE(absl::IsAlreadyExists(Create()));
  const auto again = ReadSecrets(directory_, domain_, "training.example");
  EXPECT_EQ(SharedLogVerifierKey(*again), SharedLogVerifierKey(*first));
  const auto config = ReadNodeConfig(directory_ + "/node.json");
  ASSERT_TRUE(config.ok()) << config.status();
  EXPECT_EQ(config->directory, directory_);
}

TEST_F(SecretsTest, ASecretThatOthersMayReadIsNotUsed) {
  ASSERT_TRUE(Create().ok());
  std::filesystem::permissions(directory_ + "/secrets/own_log.key",
                               std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_TRUE(absl::IsPermissionDenied(
      ReadSecrets(directory_, domain_, "training.example").status()));
}

}  // namespace
}  // namespace sijill::node
