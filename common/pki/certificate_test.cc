// SPDX-License-Identifier: Apache-2.0
// Reading certificates and revocation lists from bytes that anybody sent.
#include "common/pki/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>

#include <random>

#include "common/base/text.h"
#include "common/pki/authority/authority.h"
#include "common/pki/revocation_list.h"

namespace sijill::pki {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1795348800);

class CertificateTest : public testing::Test {
 protected:
  CertificateTest()
      : root_(Authority::Create(base::DomainName::Parse("nl.example").value(),
                                kNow, random_)
                  .value()),
        leaf_(
            root_
                .Issue({SpiffeId::Parse("spiffe://nl.example/node/n1").value(),
                        key_.public_key(),
                        {"localhost"},
                        {"127.0.0.1", "::1"}},
                       kNow, random_)
                .value()) {}

  std::string List() const {
    return root_
        .SignRevocationList(
            5,
            {{leaf_.serial_hex(), {kNow, RevocationReason::kSuperseded}},
             {"0b", {kNow}}},
            kNow, kNow + kRevocationListLifetime)
        .value();
  }

  crypto::SystemRandom random_;
  crypto::PrivateKey key_ = crypto::PrivateKey::Generate();
  Authority root_;
  Certificate leaf_;
};

// The PEM block around other bytes.
std::string Armoured(const char* label, const std::string& der) {
  const crypto::BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio(bio.get(), label, "",
                reinterpret_cast<const uint8_t*>(der.data()),
                static_cast<long>(der.size()));
  return crypto::BytesOf(bio.get());
}

TEST_F(CertificateTest, IsReadBackAsItWasIssued) {
  const Certificate read = Certificate::FromPem(leaf_.ToPem()).value();
  EXPECT_EQ(read.der(), leaf_.der());
  EXPECT_EQ(read.fingerprint(), leaf_.fingerprint());
  EXPECT_THAT(read.uris(), ElementsAre("spiffe://nl.example/node/n1"));
  EXPECT_THAT(read.dns_names(), ElementsAre("localhost"));
  EXPECT_THAT(read.ip_addresses(), ElementsAre("127.0.0.1", "::1"));
  EXPECT_EQ(read.public_key(), key_.public_key());
  EXPECT_EQ(read.serial_hex().size(), 32u);
  EXPECT_THAT(root_.root().uris(), IsEmpty());
}

TEST_F(CertificateTest, OnlyOneBlockIsRead) {
  const std::string pem = leaf_.ToPem();
  EXPECT_TRUE(Certificate::FromPem("\n " + pem + "\n").ok());
  for (const std::string& text :
       {std::string(), std::string("x"), pem + pem, "subject: x\n" + pem,
        pem + "x", key_.ToPem(), key_.ToPem() + pem, pem.substr(0, 200),
        pem + std::string(kMaxCertificatePemBytes, ' ')}) {
    EXPECT_EQ(Certificate::FromPem(text).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TEST_F(CertificateTest, ASecondEncodingIsRefused) {
  EXPECT_FALSE(Certificate::FromDer(leaf_.der() + '\0').ok());
  // The outer length in three octets where two do: BER, and not DER.
  std::string ber = leaf_.der();
  ASSERT_EQ(static_cast<uint8_t>(ber[1]), 0x82);
  ber[1] = static_cast<char>(0x83);
  ber.insert(2, 1, '\0');
  EXPECT_FALSE(Certificate::FromDer(ber).ok());
}

TEST_F(CertificateTest, MutatedCertificatesAreRefusedOrReadBackEqual) {
  constexpr unsigned kSeed = 5280;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 generator(kSeed);
  for (int i = 0; i < 4000; ++i) {
    std::string der = leaf_.der();
    for (auto edits = 1 + generator() % 3; edits > 0; --edits) {
      der[generator() % der.size()] ^= static_cast<char>(1 + generator() % 255);
    }
    if (generator() % 8 == 0) der.resize(generator() % der.size());
    const absl::StatusOr<Certificate> read =
        Certificate::FromPem(Armoured(PEM_STRING_X509, der));
    if (!read.ok()) continue;
    ASSERT_EQ(read->der(), der);
    ASSERT_EQ(Certificate::FromPem(read->ToPem())->der(), der);
  }
}

TEST_F(CertificateTest, MutatedPemNeverCrashes) {
  constexpr unsigned kSeed = 7468;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 generator(kSeed);
  const std::string starts[] = {leaf_.ToPem(), List()};
  for (int i = 0; i < 4000; ++i) {
    std::string pem = starts[i % 2];
    for (auto edits = 1 + generator() % 4; edits > 0; --edits) {
      pem[generator() % pem.size()] = static_cast<char>(generator() % 256);
    }
    const absl::StatusOr<Certificate> read = Certificate::FromPem(pem);
    EXPECT_TRUE(!read.ok() || Certificate::FromDer(read->der()).ok());
    RevocationList::FromPem(pem, root_.root()).status().IgnoreError();
  }
}

TEST_F(CertificateTest, ARevocationListIsReadBackAsItWasSigned) {
  const RevocationList list =
      RevocationList::FromPem(List(), root_.root()).value();
  EXPECT_EQ(list.number(), 5u);
  EXPECT_EQ(list.this_update(), kNow);
  EXPECT_EQ(list.next_update(), kNow + kRevocationListLifetime);
  EXPECT_TRUE(list.IsRevoked(leaf_.serial_hex()));
  EXPECT_TRUE(list.IsRevoked("0b"));
  EXPECT_FALSE(list.IsRevoked("0c"));
  EXPECT_EQ(list.revocations().at(leaf_.serial_hex()),
            (Revocation{kNow, RevocationReason::kSuperseded}));
  EXPECT_EQ(list.revocations().at("0b"),
            (Revocation{kNow, RevocationReason::kUnspecified}));
}

TEST_F(CertificateTest, MutatedRevocationListsNeverVerify) {
  constexpr unsigned kSeed = 6818;
  SCOPED_TRACE(base::StrCat("seed ", kSeed));
  std::mt19937 generator(kSeed);
  const std::string good =
      DerOfPem(List(), PEM_STRING_X509_CRL, "list", 1 << 20).value();
  for (int i = 0; i < 4000; ++i) {
    std::string der = good;
    der[generator() % der.size()] ^= static_cast<char>(1 + generator() % 255);
    if (generator() % 8 == 0) der.resize(generator() % der.size());
    ASSERT_FALSE(RevocationList::FromPem(Armoured(PEM_STRING_X509_CRL, der),
                                         root_.root())
                     .ok());
  }
}

TEST_F(CertificateTest, AForeignRootsListIsRefused) {
  const Authority other =
      Authority::Create(root_.domain(), kNow, random_).value();
  EXPECT_EQ(RevocationList::FromPem(List(), other.root()).status().code(),
            absl::StatusCode::kUnauthenticated);
}

TEST_F(CertificateTest, ReasonsHaveOneNameEach) {
  for (const RevocationReason reason :
       {RevocationReason::kUnspecified, RevocationReason::kKeyCompromise,
        RevocationReason::kAffiliationChanged, RevocationReason::kSuperseded,
        RevocationReason::kCessationOfOperation,
        RevocationReason::kPrivilegeWithdrawn}) {
    EXPECT_EQ(ParseReason(ReasonName(reason)).value(), reason);
  }
  EXPECT_FALSE(ParseReason("removeFromCRL").ok());
}

}  // namespace
}  // namespace sijill::pki
