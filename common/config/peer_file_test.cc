// SPDX-License-Identifier: Apache-2.0
#include "common/config/peer_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/merkle/verifier_key.h"

namespace sijill::config {
namespace {

PeerFile Sample() {
  return {.domain = "north.example",
          .address = "127.0.0.1:7443",
          .root_pem = "north.pem",
          .crl = "north.crl",
          .shared_log_vkey = merkle::FormatVerifierKey(
              {.name = "north.example/sijill/training.example/shared/1",
               .key = {}})};
}

std::string Scratch(const char* name) {
  const auto path = std::filesystem::path(::testing::TempDir()) / name;
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path.string();
}

TEST(PeerFileTest, WhatIsWrittenIsReadAgain) {
  EXPECT_EQ(*ParsePeerFile(FormatPeerFile(Sample())), Sample());
}

TEST(PeerFileTest, EveryFieldIsNeededAndNoOtherIsTaken) {
  const std::string good = FormatPeerFile(Sample());
  for (const char* name :
       {"domain", "address", "root_pem", "crl", "shared_log_vkey"}) {
    std::string bad = good;
    bad.replace(bad.find(base::StrCat("\"", name, "\"")) + 1, 1, "X");
    const auto parsed = ParsePeerFile(bad);
    ASSERT_FALSE(parsed.ok()) << name;
    EXPECT_NE(parsed.status().message().find(name), std::string::npos);
  }
  std::string more = good;
  more.insert(1, "\"trusted\": \"yes\",");
  EXPECT_EQ(ParsePeerFile(more).status().message(), "trusted: unknown name");
}

TEST(PeerFileTest, AKeyOfAnotherDomainsLogIsRefused) {
  PeerFile peer = Sample();
  peer.domain = "south.example";
  EXPECT_FALSE(ParsePeerFile(FormatPeerFile(peer)).ok());
  peer = Sample();
  peer.shared_log_vkey = merkle::FormatVerifierKey(
      {.name = "north.example/sijill/training.example/own/1", .key = {}});
  EXPECT_FALSE(ParsePeerFile(FormatPeerFile(peer)).ok());
}

TEST(PeerFileTest, AnAddressHasAPort) {
  for (const char* address : {"north", ":1", "north:", "north:0", "n:65536"}) {
    PeerFile peer = Sample();
    peer.address = address;
    EXPECT_FALSE(ParsePeerFile(FormatPeerFile(peer)).ok()) << address;
  }
}

TEST(PeerFileTest, ADirectoryIsReadInOrderWithItsPaths) {
  const std::string directory = Scratch("peers");
  ASSERT_TRUE(WritePeerFile(directory, Sample()).ok());
  const auto peers = ReadPeerFiles(directory);
  ASSERT_TRUE(peers.ok()) << peers.status();
  ASSERT_EQ(peers->size(), 1u);
  EXPECT_EQ(peers->front().root_pem,
            std::filesystem::path(directory) / "north.pem");
  EXPECT_TRUE(ReadPeerFiles(directory + "/absent")->empty());
}

TEST(PeerFileTest, AFileIsNamedAfterItsDomain) {
  const std::string directory = Scratch("misnamed");
  ASSERT_TRUE(WriteFileAtomically(directory + "/south.example.json",
                                  FormatPeerFile(Sample()), FileMode::kPublic)
                  .ok());
  EXPECT_FALSE(ReadPeerFiles(directory).ok());
}

TEST(PeerFileTest, NoBytesCrashIt) {
  const unsigned seed = 20260201;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string good = FormatPeerFile(Sample());
  for (int i = 0; i < 3000; ++i) {
    std::string bytes = good;
    for (int edits = 1 + static_cast<int>(random() % 4); edits > 0; --edits) {
      const size_t at = random() % bytes.size();
      if (random() % 3 == 0) {
        bytes.erase(at, 1 + random() % 5);
      } else {
        bytes[at] = static_cast<char>(random());
      }
      if (bytes.empty()) bytes = "{";
    }
    const auto parsed = ParsePeerFile(bytes);
    if (parsed.ok()) {
      EXPECT_EQ(*ParsePeerFile(FormatPeerFile(*parsed)), *parsed);
    }
  }
}

}  // namespace
}  // namespace sijill::config
