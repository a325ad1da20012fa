// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/pki/profile.h"

namespace sijill::pki {
namespace {

using ::testing::ElementsAre;
using Kind = SpiffeId::Kind;

const absl::Time kNow = absl::FromUnixSeconds(1795348800);
constexpr absl::Duration kDay = absl::Hours(24);

class AuthorityTest : public testing::Test {
 protected:
  absl::StatusOr<Certificate> Issue(CertificateRequest request,
                                    absl::Time now = kNow) {
    return root_.Issue(request, now, random_);
  }
  CertificateRequest RequestFor(std::string_view uri) const {
    return {SpiffeId::Parse(uri).value(), key_.public_key()};
  }

  crypto::SystemRandom random_;
  crypto::PrivateKey key_ = crypto::PrivateKey::Generate();
  base::DomainName nl_ = base::DomainName::Parse("nl.example").value();
  Authority root_ = Authority::Create(nl_, kNow, random_).value();
};

TEST_F(AuthorityTest, ARootIsBoundToItsDomainForTenYears) {
  EXPECT_EQ(DomainOfRoot(root_.root()).value(), nl_);
  EXPECT_EQ(root_.root().not_before(), kNow - kBackdating);
  EXPECT_EQ(root_.root().not_after(), kNow + kRootLifetime);
}

TEST_F(AuthorityTest, EveryKindGetsItsProfileAndItsTime) {
  const std::pair<const char*, absl::Duration> kRows[] = {
      {"spiffe://nl.example/node/n1", 90 * kDay},
      {"spiffe://nl.example/agency/a/system/s", 90 * kDay},
      {"spiffe://nl.example/agency/a/officer/o", 90 * kDay},
      {"spiffe://nl.example/agency/a/seal/1", 365 * kDay},
  };
  for (const auto& [uri, lifetime] : kRows) {
    const Certificate leaf = Issue(RequestFor(uri)).value();
    EXPECT_EQ(leaf.not_before(), kNow - kBackdating);
    EXPECT_EQ(leaf.not_after(), kNow + lifetime);
    EXPECT_THAT(leaf.uris(), ElementsAre(uri));
    const Kind kind = SpiffeId::Parse(uri)->kind();
    EXPECT_EQ(MatchesProfile(leaf, kind), absl::OkStatus());
    EXPECT_EQ(MatchesProfile(leaf, Kind::kSeal).ok(), kind == Kind::kSeal);
  }
}

TEST_F(AuthorityTest, SerialsAreNeverRepeated) {
  const CertificateRequest request = RequestFor("spiffe://nl.example/node/n1");
  EXPECT_NE(Issue(request)->serial_hex(), Issue(request)->serial_hex());
}

TEST_F(AuthorityTest, AnotherDomainsNameIsNotCertified) {
  EXPECT_EQ(Issue(RequestFor("spiffe://aq.example/node/n1")).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(AuthorityTest, OnlyNodesHaveHostNames) {
  CertificateRequest node = RequestFor("spiffe://nl.example/node/n1");
  node.dns_names = {"localhost", "n1.nl.example"};
  node.ip_addresses = {"127.0.0.1", "2001:db8::1"};
  const Certificate leaf = Issue(node).value();
  EXPECT_THAT(leaf.dns_names(), ElementsAre("localhost", "n1.nl.example"));
  EXPECT_THAT(leaf.ip_addresses(), ElementsAre("127.0.0.1", "2001:db8::1"));

  CertificateRequest officer =
      RequestFor("spiffe://nl.example/agency/a/officer/o");
  officer.dns_names = {"localhost"};
  EXPECT_EQ(Issue(officer).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(AuthorityTest, HostNamesCannotSmuggleAnotherName) {
  for (const char* name :
       {"x,URI:spiffe://nl.example/node/n2", "a b", "*.nl.example", ""}) {
    CertificateRequest node = RequestFor("spiffe://nl.example/node/n1");
    node.dns_names = {name};
    EXPECT_EQ(Issue(node).status().code(), absl::StatusCode::kInvalidArgument);
    node.dns_names = {};
    node.ip_addresses = {name};
    EXPECT_EQ(Issue(node).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(AuthorityTest, ALeafNeverOutlivesItsRoot) {
  const absl::Time late = root_.root().not_after() - kDay;
  EXPECT_EQ(Issue(RequestFor("spiffe://nl.example/node/n1"), late)->not_after(),
            root_.root().not_after());
  EXPECT_EQ(Issue(RequestFor("spiffe://nl.example/node/n1"), late + 2 * kDay)
                .status()
                .code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(AuthorityTest, AnotherKeyIsNotTheRoots) {
  EXPECT_EQ(Authority::From(root_.root(), crypto::PrivateKey::Generate())
                .status()
                .code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(AuthorityTest, AListOfOddSerialsIsRefused) {
  for (const char* serial : {"", "0", "00ff", "FF", "xy"}) {
    EXPECT_EQ(root_.SignRevocationList(1, {{serial, {kNow}}}, kNow, kNow + kDay)
                  .status()
                  .code(),
              absl::StatusCode::kInvalidArgument)
        << serial;
  }
}

}  // namespace
}  // namespace sijill::pki
