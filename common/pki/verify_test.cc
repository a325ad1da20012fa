// SPDX-License-Identifier: Apache-2.0
#include "common/pki/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "common/base/text.h"
#include "common/pki/authority/authority.h"
#include "common/pki/authority/certificate_draft.h"
#include "common/pki/path_validation.h"
#include "common/pki/profile.h"

namespace sijill::pki {
namespace {

using ::testing::HasSubstr;
using Kind = SpiffeId::Kind;
using Extension = CertificateDraft::Extension;

const absl::Time kNow = absl::FromUnixSeconds(1795348800);  // 2026-11-22
constexpr absl::Duration kDay = absl::Hours(24);

std::string PemOf(X509* certificate) {
  const crypto::BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  return crypto::BytesOf(bio.get());
}

// Two States that know each other, and a forger with the key of either.
class VerifyTest : public testing::Test {
 protected:
  VerifyTest() : nl_(MakeRoot("nl.example")), aq_(MakeRoot("aq.example")) {
    for (const Authority* root : {&nl_, &aq_}) {
      EXPECT_TRUE(trust_.AddRoot(root->root().ToPem()).ok());
      Publish(*root, 1, {}, kNow);
    }
  }

  Authority MakeRoot(std::string_view domain) {
    return Authority::Create(base::DomainName::Parse(domain).value(), kNow,
                             random_)
        .value();
  }

  void Publish(const Authority& root, uint64_t number,
               const Revocations& revocations, absl::Time at) {
    const std::string list =
        root.SignRevocationList(number, revocations, at,
                                at + kRevocationListLifetime)
            .value();
    EXPECT_TRUE(trust_.SetRevocationList(list, at).ok());
  }

  Certificate Issue(std::string_view uri) {
    const SpiffeId id = SpiffeId::Parse(uri).value();
    const Authority& root = id.domain() == nl_.domain() ? nl_ : aq_;
    return root.Issue({id, key_.public_key()}, kNow, random_).value();
  }

  // What an honest root would sign for a client that names `names`; tests
  // change it before they sign it.
  CertificateDraft Draft(std::string names) {
    CertificateDraft draft;
    draft.serial = random_.Next<16>();
    draft.serial.data()[0] = 0x7f;
    draft.common_name = "label";
    draft.not_before = kNow - absl::Hours(1);
    draft.not_after = kNow + kDay;
    draft.public_key = key_.get();
    draft.extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                        {NID_key_usage, "critical,digitalSignature"},
                        {NID_ext_key_usage, "clientAuth"},
                        {NID_subject_key_identifier, "hash"},
                        {NID_authority_key_identifier, "keyid:always"}};
    if (!names.empty()) {
      draft.extensions.push_back({NID_subject_alt_name, std::move(names)});
    }
    return draft;
  }

  std::string Signed(const CertificateDraft& draft, const Authority& root) {
    return PemOf(
        Sign(draft, root.root().get(), root.key().get()).value().get());
  }

  absl::Status Verdict(const std::string& pem,
                       Purpose purpose = Purpose::kClient,
                       absl::Time now = kNow) {
    return VerifyPeer(pem, trust_, now, purpose).status();
  }

  void ExpectRefused(const absl::Status& verdict, std::string_view why) {
    EXPECT_EQ(verdict.code(), absl::StatusCode::kUnauthenticated) << verdict;
    EXPECT_THAT(std::string(verdict.message()), HasSubstr(std::string(why)));
  }

  crypto::SystemRandom random_;
  Authority nl_;
  Authority aq_;
  TrustStore trust_;
  crypto::PrivateKey key_ = crypto::PrivateKey::Generate();
  const std::string system_ = "URI:spiffe://nl.example/agency/dtv/system/s1";
};

TEST_F(VerifyTest, AnHonestCertificateGivesItsName) {
  const Certificate leaf = Issue("spiffe://nl.example/agency/dtv/system/s1");
  const VerifiedPeer peer =
      VerifyPeer(leaf.ToPem(), trust_, kNow, Purpose::kClient).value();
  EXPECT_EQ(peer.id.str(), "spiffe://nl.example/agency/dtv/system/s1");
  EXPECT_EQ(peer.serial_hex, leaf.serial_hex());
  EXPECT_EQ(peer.fingerprint, leaf.fingerprint());
  EXPECT_EQ(peer.not_after, kNow + 90 * kDay);
}

TEST_F(VerifyTest, EachKindIsBelievedForItsPurposesOnly) {
  struct Row {
    const char* uri;
    bool client, server, seal;
  };
  for (const Row& row : {
           Row{"spiffe://nl.example/node/n1", true, true, false},
           Row{"spiffe://nl.example/agency/a/system/s", true, false, false},
           Row{"spiffe://nl.example/agency/a/officer/o", true, false, false},
           Row{"spiffe://nl.example/agency/a/seal/1", false, false, true},
       }) {
    const std::string pem = Issue(row.uri).ToPem();
    EXPECT_EQ(Verdict(pem, Purpose::kClient).ok(), row.client) << row.uri;
    EXPECT_EQ(Verdict(pem, Purpose::kServer).ok(), row.server) << row.uri;
    EXPECT_EQ(Verdict(pem, Purpose::kSeal).ok(), row.seal) << row.uri;
  }
}

TEST_F(VerifyTest, TheForgersHonestDraftIsAccepted) {
  EXPECT_EQ(Verdict(Signed(Draft(system_), nl_)), absl::OkStatus());
}

TEST_F(VerifyTest, NoUriSpeaksForNobody) {
  ExpectRefused(Verdict(Signed(Draft(""), nl_)), "names no URI");
  ExpectRefused(Verdict(Signed(Draft("IP:127.0.0.1"), nl_)), "names no URI");
  ExpectRefused(Verdict(Signed(Draft("DNS:nl.example"), nl_)), "names no URI");
}

TEST_F(VerifyTest, TwoUrisAreRefusedEvenIfEqual) {
  ExpectRefused(
      Verdict(Signed(
          Draft(system_ + ",URI:spiffe://nl.example/agency/dtv/officer/o1"),
          nl_)),
      "several URIs");
  ExpectRefused(Verdict(Signed(Draft(system_ + "," + system_), nl_)),
                "several URIs");
}

TEST_F(VerifyTest, AUriOfAnotherShapeIsRefused) {
  ExpectRefused(Verdict(Signed(Draft("URI:spiffe://nl.example/x"), nl_)),
                "no identity of this network");
}

TEST_F(VerifyTest, OtherKindsOfNamesAreRefused) {
  EXPECT_EQ(Verdict(Signed(Draft(system_ + ",email:a@nl.example"), nl_)).code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(VerifyTest, ARootCannotSpeakForAnotherDomain) {
  const std::string forged =
      Signed(Draft("URI:spiffe://nl.example/agency/dtv/system/s1"), aq_);
  ExpectRefused(Verdict(forged), "not issued by the root of its domain");
}

TEST_F(VerifyTest, OpenSslItselfEnforcesTheNameConstraints) {
  // What a TLS stack does that trusts both roots and knows nothing of ours.
  const Certificate forged =
      Certificate::FromPem(
          Signed(Draft("URI:spiffe://nl.example/agency/dtv/system/s1"), aq_))
          .value();
  ExpectRefused(ValidatePath(forged, aq_.root(), kNow),
                "domain that its root is not bound to");
  for (const char* host :
       {"sub.aq.example", "xaq.example", "aq.example.org", "example"}) {
    const Certificate other =
        Certificate::FromPem(
            Signed(Draft(base::StrCat("URI:spiffe://", host, "/node/n")), aq_))
            .value();
    ExpectRefused(ValidatePath(other, aq_.root(), kNow),
                  "domain that its root is not bound to");
  }
  const Certificate own =
      Certificate::FromPem(Signed(Draft("URI:spiffe://aq.example/node/n"), aq_))
          .value();
  EXPECT_EQ(ValidatePath(own, aq_.root(), kNow), absl::OkStatus());
}

TEST_F(VerifyTest, AnUnknownDomainIsRefused) {
  ExpectRefused(Verdict(Signed(Draft("URI:spiffe://xx.example/node/n1"), nl_)),
                "root is not known here");
}

TEST_F(VerifyTest, ARootOfTheSameNameButAnotherKeyIsRefused) {
  const Authority impostor = MakeRoot("nl.example");
  ExpectRefused(Verdict(Signed(Draft(system_), impostor)),
                "not issued by the root of its domain");
}

TEST_F(VerifyTest, AForgedSignatureIsRefused) {
  // Names the true root and its key id, signed by another key.
  const Authority impostor = MakeRoot("nl.example");
  const std::string forged =
      PemOf(Sign(Draft(system_), nl_.root().get(), impostor.key().get())
                .value()
                .get());
  ExpectRefused(Verdict(forged), "does not bear its root's signature");
}

TEST_F(VerifyTest, ValidityIsToTheSecond) {
  const Certificate leaf = Issue("spiffe://nl.example/agency/a/system/s");
  const std::string pem = leaf.ToPem();
  const auto at = [&](absl::Time now) {
    return VerifyPeer(pem, trust_, now, Purpose::kClient,
                      Freshness::kLatestHeld)
        .status();
  };
  EXPECT_EQ(leaf.not_before(), kNow - kBackdating);
  EXPECT_EQ(at(leaf.not_before()), absl::OkStatus());
  EXPECT_EQ(at(leaf.not_after() - absl::Seconds(1)), absl::OkStatus());
  ExpectRefused(at(leaf.not_before() - absl::Seconds(1)), "not valid yet");
  // RFC 5280 4.1.2.5 still counts this second; OpenSSL does not.
  ExpectRefused(at(leaf.not_after()), "has expired");
}

TEST_F(VerifyTest, AnExpiredRootVouchesForNobody) {
  CertificateDraft draft = Draft(system_);
  draft.not_after = kNow + 2 * kRootLifetime;
  ExpectRefused(
      Verdict(Signed(draft, nl_), Purpose::kClient, kNow + 1.5 * kRootLifetime),
      "root has expired");
}

TEST_F(VerifyTest, ARevokedCertificateIsRefused) {
  const Certificate leaf = Issue("spiffe://nl.example/agency/a/officer/o1");
  const Certificate other = Issue("spiffe://nl.example/agency/a/officer/o2");
  Publish(nl_, 2,
          {{leaf.serial_hex(), {kNow, RevocationReason::kKeyCompromise}}},
          kNow);
  ExpectRefused(Verdict(leaf.ToPem()), "was revoked");
  EXPECT_EQ(Verdict(other.ToPem()), absl::OkStatus());
}

TEST_F(VerifyTest, NobodyIsBelievedWhileRevocationsAreUnknown) {
  const std::string pem =
      Issue("spiffe://nl.example/agency/a/officer/o1").ToPem();
  TrustStore without_list;
  ASSERT_TRUE(without_list.AddRoot(nl_.root().ToPem()).ok());
  for (const Freshness freshness :
       {Freshness::kInForce, Freshness::kLatestHeld}) {
    EXPECT_EQ(VerifyPeer(pem, without_list, kNow, Purpose::kClient, freshness)
                  .status()
                  .code(),
              absl::StatusCode::kFailedPrecondition);
  }
  const absl::Time last = kNow + kRevocationListLifetime;
  EXPECT_EQ(Verdict(pem, Purpose::kClient, last), absl::OkStatus());
  const absl::Time late = last + absl::Seconds(1);
  EXPECT_EQ(Verdict(pem, Purpose::kClient, late).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(
      VerifyPeer(pem, trust_, late, Purpose::kClient, Freshness::kLatestHeld)
          .ok());
}

TEST_F(VerifyTest, AnOverdueListStillRevokes) {
  const Certificate leaf = Issue("spiffe://nl.example/agency/a/officer/o1");
  Publish(nl_, 2, {{leaf.serial_hex(), {kNow}}}, kNow);
  ExpectRefused(VerifyPeer(leaf.ToPem(), trust_, kNow + 30 * kDay,
                           Purpose::kClient, Freshness::kLatestHeld)
                    .status(),
                "was revoked");
}

TEST_F(VerifyTest, OnlyP256KeysAreRead) {
  const crypto::KeyHandle p384(EVP_EC_gen("P-384"));
  const crypto::KeyHandle rsa(EVP_RSA_gen(2048));
  for (EVP_PKEY* key : {p384.get(), rsa.get()}) {
    CertificateDraft draft = Draft(system_);
    draft.public_key = key;
    const absl::Status verdict = Verdict(Signed(draft, nl_));
    EXPECT_EQ(verdict.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(verdict.message()), HasSubstr("P-256"));
  }
}

TEST_F(VerifyTest, TheProfileOfTheKindIsExact) {
  const auto with = [&](int nid, std::string value) {
    CertificateDraft draft = Draft(system_);
    for (Extension& extension : draft.extensions) {
      if (extension.nid == nid) extension.value = value;
    }
    return Verdict(Signed(draft, nl_));
  };
  ExpectRefused(with(NID_basic_constraints, "critical,CA:TRUE"), "a CA");
  ExpectRefused(with(NID_key_usage, "critical,keyAgreement"), "key usage");
  ExpectRefused(with(NID_key_usage, "critical,digitalSignature,nonRepudiation"),
                "key usage");
  ExpectRefused(with(NID_ext_key_usage, "serverAuth"), "extended key usage");
  ExpectRefused(with(NID_ext_key_usage, "clientAuth,serverAuth"),
                "extended key usage");
  ExpectRefused(with(NID_ext_key_usage, "anyExtendedKeyUsage"),
                "extended key usage");
}

TEST_F(VerifyTest, ALeafThatIsAnAuthorityIssuesForNobody) {
  CertificateDraft draft = Draft(system_);
  draft.extensions[0].value = "critical,CA:TRUE";
  draft.extensions[1].value = "critical,keyCertSign,digitalSignature";
  const Certificate middle = Certificate::FromPem(Signed(draft, nl_)).value();
  ExpectRefused(Verdict(middle.ToPem()), "a CA");
  const std::string below =
      PemOf(Sign(Draft(system_), middle.get(), key_.get()).value().get());
  ExpectRefused(Verdict(below), "not issued by the root of its domain");
}

TEST_F(VerifyTest, AnUnknownCriticalExtensionIsRefused) {
  CertificateDraft draft = Draft(system_);
  draft.extensions.push_back(
      {NID_netscape_comment, "critical,what you do not know"});
  ExpectRefused(Verdict(Signed(draft, nl_)), "");
}

TEST_F(VerifyTest, ARootItselfIsNobody) {
  ExpectRefused(Verdict(nl_.root().ToPem()), "names no URI");
}

}  // namespace
}  // namespace sijill::pki
