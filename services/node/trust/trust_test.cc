// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "common/config/file.h"
#include "common/testing/temporary_pki.h"
#include "common/time/simulated_clock.h"
#include "services/node/trust/node_certificate.h"
#include "services/node/trust/seal_certificates.h"
#include "services/node/trust/seal_files.h"
#include "services/node/trust/trust_files.h"

namespace sijill::node {
namespace {

class TrustTest : public ::testing::Test {
 protected:
  TrustTest() {
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    Write("root.pem", north_.root_pem());
    Write("root.crl", north_.revocation_list_pem());
  }

  void Write(const std::string& name, const std::string& bytes,
             config::FileMode mode = config::FileMode::kPublic) {
    ASSERT_TRUE(
        config::WriteFileAtomically(directory_ + "/" + name, bytes, mode).ok());
  }
  LoadedTrust Load(const base::DomainName& domain) {
    return files_.Load({{.domain = domain,
                         .root = directory_ + "/root.pem",
                         .crl = directory_ + "/root.crl"}},
                       clock_.Now());
  }
  bool Knows(const LoadedTrust& trust, const testing::Credentials& who) {
    return pki::VerifyPeer(who.certificate, trust.store, clock_.Now(),
                           pki::Purpose::kClient)
        .ok();
  }
  void WriteSeal(const std::string& name, const testing::Credentials& seal) {
    Write(name + ".key", seal.key_pem, config::FileMode::kSecret);
    Write(name + ".pem", seal.certificate_pem);
  }
  base::AgencyName Agency(const std::string& name) {
    return *base::AgencyName::Parse("north.example/agencies/" + name);
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1'780'000'000)};
  testing::TemporaryPki north_{"north.example", clock_.Now()};
  const std::string directory_ = ::testing::TempDir() + "/trust_files";
  TrustFiles files_;
};

TEST_F(TrustTest, ARevocationCountsFromTheNextLoad) {
  const auto officer = north_.Officer("interior", "o1");
  EXPECT_TRUE(Knows(Load(north_.domain()), officer));
  north_.Revoke(officer.certificate);
  Write("root.crl", north_.revocation_list_pem());
  const LoadedTrust trust = Load(north_.domain());
  EXPECT_TRUE(trust.problems.empty());
  EXPECT_FALSE(Knows(trust, officer));
}

TEST_F(TrustTest, AnOlderOrBrokenListTakesNoRevocationBack) {
  const auto officer = north_.Officer("interior", "o1");
  const auto other = north_.Officer("interior", "o2");
  const std::string older = north_.revocation_list_pem();
  north_.Revoke(officer.certificate);
  Write("root.crl", north_.revocation_list_pem());
  Load(north_.domain());
  for (const std::string& bytes : {older, std::string("broken")}) {
    Write("root.crl", bytes);
    const LoadedTrust trust = Load(north_.domain());
    EXPECT_EQ(trust.problems.size(), 1u);
    EXPECT_FALSE(Knows(trust, officer));
    EXPECT_TRUE(Knows(trust, other));
  }
}

TEST_F(TrustTest, ARootSpeaksForItsOwnDomainAlone) {
  const LoadedTrust trust = Load(*base::DomainName::Parse("south.example"));
  ASSERT_EQ(trust.problems.size(), 1u);
  EXPECT_TRUE(trust.store.domains().empty());
}

TEST_F(TrustTest, ANodeShowsTheCertificateOfANodeOfItsDomain) {
  const auto shows = [&](const testing::Credentials& shown) {
    return CheckNodeCertificate(shown.certificate_pem, north_.domain()).ok();
  };
  EXPECT_TRUE(shows(north_.Node("n1")));
  EXPECT_FALSE(shows(north_.Officer("interior", "o1")));
  EXPECT_FALSE(shows(north_.Seal("interior", 1)));
  testing::TemporaryPki south("south.example", clock_.Now());
  EXPECT_FALSE(shows(south.Node("n1")));
  EXPECT_FALSE(CheckNodeCertificate("broken", north_.domain()).ok());
}

TEST_F(TrustTest, SealsAreReadInPairsThatFit) {
  WriteSeal("node", north_.Seal("node", 1));
  WriteSeal("interior", north_.Seal("interior", 1));
  const auto seals = ReadSealFiles(directory_, north_.domain());
  ASSERT_TRUE(seals.ok()) << seals.status();
  EXPECT_EQ(seals->keys.all().size(), 2u);
  // A seal of another agency.
  WriteSeal("consulate", north_.Seal("interior", 2));
  EXPECT_FALSE(ReadSealFiles(directory_, north_.domain()).ok());
}

TEST_F(TrustTest, ASealNeedsItsOwnKeyAndTheNodeNeedsASeal) {
  WriteSeal("interior", north_.Seal("interior", 1));
  EXPECT_FALSE(ReadSealFiles(directory_, north_.domain()).ok());
  WriteSeal("node", north_.Seal("node", 1));
  Write("interior.key", north_.Seal("interior", 2).key_pem,
        config::FileMode::kSecret);
  EXPECT_FALSE(ReadSealFiles(directory_, north_.domain()).ok());
}

class SealCertificatesTest : public TrustTest {
 protected:
  absl::Status Check(const testing::Credentials& seal,
                     EventTime event_time = EventTime::kBinding) {
    return CheckAt(seal, clock_.Now(), event_time);
  }
  absl::Status CheckAt(const testing::Credentials& seal, absl::Time at,
                       EventTime event_time = EventTime::kBinding,
                       bool started = true) {
    SealCertificates seals(
        std::make_shared<rpc::LiveTrust>(Load(north_.domain()).store),
        event_time);
    if (started) seals.Started();
    return seals.KeyOf(Agency("interior"), seal.certificate.der(), {}, at)
        .status();
  }
};

TEST_F(SealCertificatesTest, AnEndorsedSealIsOfItsAgencyAndItsDomainsRoot) {
  EXPECT_TRUE(Check(north_.Seal("interior", 1)).ok());
  EXPECT_FALSE(Check(north_.Seal("consulate", 1)).ok());
  EXPECT_FALSE(Check(north_.System("interior", "s")).ok());
  testing::TemporaryPki liar("north.example", clock_.Now());
  EXPECT_FALSE(Check(liar.Seal("interior", 1)).ok());
  testing::TemporaryPki stranger("south.example", clock_.Now());
  EXPECT_FALSE(Check(stranger.Seal("interior", 1)).ok());
}

TEST_F(SealCertificatesTest, WhatCountsIsTheInstantOfTheEndorsement) {
  const auto seal = north_.Seal("interior", 1);
  const absl::Time after = seal.certificate.not_after() + absl::Hours(1);
  EXPECT_TRUE(CheckAt(seal, clock_.Now()).ok());
  EXPECT_FALSE(CheckAt(seal, after).ok());
  EXPECT_TRUE(CheckAt(seal, after, EventTime::kSimulated).ok());
}

TEST_F(SealCertificatesTest, ARevokedSealIsEndorsedNoMore) {
  const auto seal = north_.Seal("interior", 1);
  north_.Revoke(seal.certificate);  // as of the test's beginning
  Write("root.crl", north_.revocation_list_pem());
  EXPECT_FALSE(Check(seal).ok());
  EXPECT_FALSE(Check(seal, EventTime::kSimulated).ok());
  // An endorsement from before stays what it was.
  EXPECT_TRUE(CheckAt(seal, clock_.Now() - absl::Minutes(1)).ok());
}

TEST_F(SealCertificatesTest, AtTheStartWhatWasVerifiedIsNotVerifiedAgain) {
  testing::TemporaryPki gone("north.example", clock_.Now());
  const auto seal = gone.Seal("interior", 1);
  EXPECT_FALSE(CheckAt(seal, clock_.Now()).ok());
  EXPECT_TRUE(
      CheckAt(seal, clock_.Now(), EventTime::kBinding, /*started=*/false).ok());
}

}  // namespace
}  // namespace sijill::node
