// SPDX-License-Identifier: Apache-2.0
// "pki/other.pem\u0000/pki/node.pem" in a configuration opened pki/other.pem:
// the system ends a path at its first zero byte.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "common/config/file.h"
#include "common/config/peer_file.h"
#include "common/merkle/verifier_key.h"
#include "services/node/config/node_config.h"
#include "tools/sijill/connection_profile.h"

namespace sijill {
namespace {

using namespace std::string_literals;

// What `text` becomes with a zero byte, as JSON writes it, in `path`.
std::string WithZero(std::string text, std::string_view path) {
  return text.insert(text.find(path) + path.size(), "\\u0000x");
}

TEST(PathWithZeroByteTest, NoFileIsOpenedUnderIt) {
  const std::string path = ::testing::TempDir() + "path_with_zero_byte";
  ASSERT_TRUE(
      config::WriteFileAtomically(path, "bytes", config::FileMode::kSecret)
          .ok());
  const std::string longer = path + "\0.pem"s;
  EXPECT_TRUE(absl::IsInvalidArgument(config::ReadFile(longer).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(config::ReadSecretFile(longer).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(
      config::WriteFileAtomically(longer, "other", config::FileMode::kSecret)));
  EXPECT_EQ(*config::ReadFile(path), "bytes");
}

TEST(PathWithZeroByteTest, ANodesConfigurationIsRefused) {
  const std::string json =
      R"({"domain":"a.b","exchange":"x","key":"k.pem","listen":"::1:7"})";
  ASSERT_TRUE(node::ParseNodeConfig(json, "/d").ok());
  for (const char* text : {"k.pem", "::1"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        node::ParseNodeConfig(WithZero(json, text), "/d").status()));
  }
}

TEST(PathWithZeroByteTest, APeersFileIsRefused) {
  const std::string json = config::FormatPeerFile(
      {.domain = "south.example",
       .address = "localhost:7443",
       .root_pem = "south.pem",
       .crl = "south.crl",
       .shared_log_vkey = merkle::FormatVerifierKey(
           {.name = "south.example/sijill/training.example/shared/1"})});
  ASSERT_TRUE(config::ParsePeerFile(json).ok());
  for (const char* text : {"south.pem", "south.crl", "localhost"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        config::ParsePeerFile(WithZero(json, text)).status()));
  }
}

TEST(PathWithZeroByteTest, AConnectionProfileIsRefused) {
  const std::string json = cli::ToJson({.name = "officer",
                                        .domain = "north.example",
                                        .node = "localhost:7443",
                                        .certificate = "/pki/o.pem",
                                        .key = "/pki/o.key",
                                        .root = "/pki/root.pem",
                                        .revocation_list = "/pki/crl.pem"});
  ASSERT_TRUE(cli::ProfileFromJson(json).ok());
  for (const char* text : {"/pki/o.pem", "/pki/o.key", "localhost"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(
        cli::ProfileFromJson(WithZero(json, text)).status()));
  }
}

}  // namespace
}  // namespace sijill
