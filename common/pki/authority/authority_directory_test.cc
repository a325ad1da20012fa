// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/authority_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <random>

#include "common/base/text.h"
#include "common/config/file.h"
#include "common/pki/verify.h"

namespace sijill::pki {
namespace {

namespace fs = std::filesystem;

const absl::Time kNow = absl::FromUnixSeconds(1795348800);

class AuthorityDirectoryTest : public testing::Test {
 protected:
  AuthorityDirectoryTest() {
    std::string name = testing::TempDir() + "authority-XXXXXX";
    top_ = ::mkdtemp(name.data());
    path_ = top_ / "nl";
  }
  ~AuthorityDirectoryTest() override { fs::remove_all(top_); }

  absl::StatusOr<AuthorityDirectory> Create() {
    return AuthorityDirectory::Create(path_, nl_, kNow, random_);
  }
  CertificateRequest RequestFor(std::string_view uri) const {
    return {SpiffeId::Parse(uri).value(), key_.public_key()};
  }
  static mode_t ModeOf(const fs::path& path) {
    struct stat about = {};
    EXPECT_EQ(::stat(path.c_str(), &about), 0) << path;
    return about.st_mode & 07777;
  }

  crypto::SystemRandom random_;
  crypto::PrivateKey key_ = crypto::PrivateKey::Generate();
  base::DomainName nl_ = base::DomainName::Parse("nl.example").value();
  fs::path top_;
  fs::path path_;
};

TEST_F(AuthorityDirectoryTest, ANewRootIsWholeAndItsKeyIsItsOwners) {
  const mode_t before = ::umask(0);
  const absl::StatusOr<AuthorityDirectory> made = Create();
  ::umask(before);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(ModeOf(path_), 0700u);
  EXPECT_EQ(ModeOf(path_ / "root.key"), 0600u);
  EXPECT_EQ(ModeOf(path_ / "root.pem"), 0644u);
  EXPECT_EQ(made->ReadRevocationList()->number(), 1u);
  EXPECT_EQ(made->ReadRevocationList()->next_update(),
            kNow + kRevocationListLifetime);
  // Nothing was left beside it.
  EXPECT_EQ(std::distance(fs::directory_iterator(top_), {}), 1);
}

TEST_F(AuthorityDirectoryTest, ARootIsNeverReplaced) {
  const std::string root = Create()->authority().root().ToPem();
  EXPECT_EQ(Create().status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(AuthorityDirectory::Open(path_)->authority().root().ToPem(), root);
}

TEST_F(AuthorityDirectoryTest, AForeignDirectoryIsNeverTaken) {
  fs::create_directory(path_);
  ASSERT_EQ(
      config::WriteFileAtomically(path_ / "x", "", config::FileMode{0644}),
      absl::OkStatus());
  EXPECT_EQ(Create().status().code(), absl::StatusCode::kAlreadyExists);
  fs::remove(path_ / "x");
  EXPECT_TRUE(Create().ok());
}

TEST_F(AuthorityDirectoryTest, WhatWasIssuedIsKnownAfterwards) {
  std::string serial;
  {
    AuthorityDirectory made = Create().value();
    serial =
        made.Issue(RequestFor("spiffe://nl.example/node/n1"), kNow, random_)
            ->serial_hex();
  }
  const AuthorityDirectory opened = AuthorityDirectory::Open(path_).value();
  ASSERT_EQ(opened.index().issued.size(), 1u);
  EXPECT_EQ(opened.index().issued[0].serial_hex, serial);
  const std::string kept =
      config::ReadFile(path_ / "issued" / (serial + ".pem")).value();
  EXPECT_EQ(Certificate::FromPem(kept)->serial_hex(), serial);
}

TEST_F(AuthorityDirectoryTest, RevokingPublishesTheNextList) {
  AuthorityDirectory made = Create().value();
  const Certificate leaf =
      made.Issue(RequestFor("spiffe://nl.example/node/n1"), kNow, random_)
          .value();
  const absl::Time later = kNow + absl::Hours(1);
  ASSERT_EQ(
      made.Revoke(leaf.serial_hex(), RevocationReason::kSuperseded, later),
      absl::OkStatus());
  EXPECT_EQ(made.ReadRevocationList()->number(), 2u);
  EXPECT_TRUE(made.ReadRevocationList()->IsRevoked(leaf.serial_hex()));

  // Once more: the first instant and reason stand, on a new list.
  ASSERT_EQ(made.Revoke(leaf.serial_hex(), RevocationReason::kKeyCompromise,
                        later + absl::Hours(1)),
            absl::OkStatus());
  EXPECT_EQ(made.ReadRevocationList()->number(), 3u);
  EXPECT_EQ(made.ReadRevocationList()->revocations().at(leaf.serial_hex()),
            (Revocation{later, RevocationReason::kSuperseded}));
  EXPECT_EQ(made.Revoke("0b", RevocationReason::kSuperseded, later).code(),
            absl::StatusCode::kNotFound);
}

TEST_F(AuthorityDirectoryTest, AKeyHasOneNameAndNoneAfterItsCompromise) {
  AuthorityDirectory made = Create().value();
  const CertificateRequest n1 = RequestFor("spiffe://nl.example/node/n1");
  const Certificate leaf = made.Issue(n1, kNow, random_).value();
  EXPECT_TRUE(made.Issue(n1, kNow, random_).ok());
  EXPECT_EQ(made.Issue(RequestFor("spiffe://nl.example/node/n2"), kNow, random_)
                .status()
                .code(),
            absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(
      made.Revoke(leaf.serial_hex(), RevocationReason::kKeyCompromise, kNow)
          .ok());
  EXPECT_EQ(made.Issue(n1, kNow, random_).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(AuthorityDirectoryTest, OneCommandAtATime) {
  const AuthorityDirectory made = Create().value();
  EXPECT_EQ(AuthorityDirectory::Open(path_).status().code(),
            absl::StatusCode::kAborted);
}

TEST_F(AuthorityDirectoryTest, AKeyThatOthersMayReadIsRefused) {
  ASSERT_TRUE(Create().ok());
  fs::permissions(path_ / "root.key", fs::perms{0640});
  EXPECT_EQ(AuthorityDirectory::Open(path_).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(AuthorityDirectoryTest, ADamagedDirectoryIsRefused) {
  EXPECT_EQ(AuthorityDirectory::Open(path_).status().code(),
            absl::StatusCode::kNotFound);
  ASSERT_TRUE(Create().ok());
  ASSERT_TRUE(config::WriteFileAtomically(path_ / "index.json", "{}",
                                          config::FileMode::kPublic)
                  .ok());
  EXPECT_EQ(AuthorityDirectory::Open(path_).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(AuthorityDirectoryTest, ANewFileNeverReplacesOne) {
  const std::string path = top_ / "a.key";
  ASSERT_TRUE(WriteNewFile(path, "first", config::FileMode::kSecret).ok());
  EXPECT_EQ(ModeOf(path), 0600u);
  EXPECT_EQ(WriteNewFile(path, "second", config::FileMode::kSecret).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(config::ReadFile(path).value(), "first");
  fs::create_symlink(top_ / "elsewhere", top_ / "b.key");
  EXPECT_FALSE(
      WriteNewFile(top_ / "b.key", "x", config::FileMode::kSecret).ok());
  EXPECT_FALSE(fs::exists(top_ / "elsewhere"));
}

TEST(IssueIndexTest, IsReadBackAsItWasWrittenAndMutationsNeverCrash) {
  IssueIndex index;
  index.revocation_list_number = 9;
  index.issued.push_back(
      {"0b",
       SpiffeId::Parse("spiffe://nl.example/agency/a/officer/o").value(),
       {},
       kNow,
       kNow + absl::Hours(1),
       Revocation{kNow, RevocationReason::kSuperseded}});
  index.issued.push_back({"0c",
                          SpiffeId::Parse("spiffe://nl.example/node/n").value(),
                          {},
                          kNow,
                          kNow + absl::Hours(1),
                          std::nullopt});
  const std::string json = ToJson(index);
  EXPECT_EQ(IssueIndexFromJson(json).value(), index);

  constexpr unsigned kSeed = 8259;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 generator(kSeed);
  for (int i = 0; i < 5000; ++i) {
    std::string text = json;
    for (auto edits = 1 + generator() % 3; edits > 0; --edits) {
      text[generator() % text.size()] = static_cast<char>(generator() % 256);
    }
    const absl::StatusOr<IssueIndex> read = IssueIndexFromJson(text);
    if (!read.ok()) continue;
    ASSERT_EQ(IssueIndexFromJson(ToJson(*read)).value(), *read);
  }
}

}  // namespace
}  // namespace sijill::pki
