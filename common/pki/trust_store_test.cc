// SPDX-License-Identifier: Apache-2.0
#include "common/pki/trust_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>

#include "common/base/text.h"
#include "common/pki/authority/authority.h"
#include "common/pki/authority/certificate_draft.h"
#include "common/pki/profile.h"
#include "common/pki/verify.h"

namespace sijill::pki {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1795348800);
constexpr absl::Duration kWeek = kRevocationListLifetime;

base::DomainName Domain(std::string_view name) {
  return base::DomainName::Parse(name).value();
}

class TrustStoreTest : public testing::Test {
 protected:
  Authority MakeRoot(std::string_view domain) {
    return Authority::Create(Domain(domain), kNow, random_).value();
  }
  absl::StatusCode Set(const Authority& root, uint64_t number,
                       absl::Time from) {
    const std::string list =
        root.SignRevocationList(number, {}, from, from + kWeek).value();
    return trust_.SetRevocationList(list, kNow).code();
  }

  // A root of nl.example whose extension `nid` says something else.
  std::string RootWith(int nid, std::string value) {
    CertificateDraft draft;
    draft.serial = random_.Next<16>();
    draft.serial.data()[0] = 0x7f;
    draft.common_name = "root";
    draft.not_before = kNow;
    draft.not_after = kNow + kWeek;
    draft.public_key = key_.get();
    draft.extensions = {
        {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
        {NID_key_usage, "critical,keyCertSign,cRLSign"},
        {NID_name_constraints, "critical,permitted;URI:nl.example"},
        {NID_subject_key_identifier, "hash"},
        {NID_authority_key_identifier, "keyid:always"}};
    for (CertificateDraft::Extension& extension : draft.extensions) {
      if (extension.nid == nid) extension.value = value;
    }
    const X509Handle made = Sign(draft, nullptr, key_.get()).value();
    const crypto::BioHandle bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), made.get());
    return crypto::BytesOf(bio.get());
  }

  crypto::SystemRandom random_;
  crypto::PrivateKey key_ = crypto::PrivateKey::Generate();
  TrustStore trust_;
};

TEST_F(TrustStoreTest, ARootIsBelievedForTheDomainItIsBoundTo) {
  const Authority root = MakeRoot("nl.example");
  EXPECT_EQ(trust_.AddRoot(root.root().ToPem()).value(), Domain("nl.example"));
  EXPECT_EQ(trust_.AnchorsOf(Domain("nl.example")).size(), 1u);
  EXPECT_TRUE(trust_.AnchorsOf(Domain("aq.example")).empty());
  EXPECT_THAT(trust_.domains(), ElementsAre(Domain("nl.example")));
  EXPECT_TRUE(trust_.AddRoot(root.root().ToPem()).ok());
  EXPECT_EQ(trust_.AnchorsOf(Domain("nl.example")).size(), 1u);
}

TEST_F(TrustStoreTest, ARootThatCouldDoMoreIsRefused) {
  EXPECT_TRUE(trust_.AddRoot(RootWith(NID_undef, "")).ok());
  const std::pair<int, const char*> kWrong[] = {
      {NID_basic_constraints, "critical,CA:TRUE"},
      {NID_basic_constraints, "critical,CA:TRUE,pathlen:1"},
      {NID_basic_constraints, "CA:TRUE,pathlen:0"},
      {NID_basic_constraints, "critical,CA:FALSE"},
      {NID_key_usage, "critical,keyCertSign"},
      {NID_key_usage, "critical,keyCertSign,cRLSign,digitalSignature"},
      {NID_name_constraints, "permitted;URI:nl.example"},
      {NID_name_constraints, "critical,permitted;URI:.nl.example"},
      {NID_name_constraints, "critical,permitted;URI:NL.example"},
      {NID_name_constraints, "critical,permitted;DNS:nl.example"},
      {NID_name_constraints,
       "critical,permitted;URI:nl.example,permitted;URI:aq.example"},
      {NID_name_constraints, "critical,excluded;URI:nl.example"},
      {NID_name_constraints,
       "critical,permitted;URI:nl.example,excluded;URI:aq.example"},
  };
  for (const auto& [nid, value] : kWrong) {
    EXPECT_EQ(trust_.AddRoot(RootWith(nid, value)).status().code(),
              absl::StatusCode::kInvalidArgument)
        << value;
  }
}

TEST_F(TrustStoreTest, ALeafIsNoRoot) {
  const Authority root = MakeRoot("nl.example");
  const Certificate leaf =
      root.Issue({SpiffeId::Parse("spiffe://nl.example/node/n1").value(),
                  key_.public_key()},
                 kNow, random_)
          .value();
  EXPECT_FALSE(trust_.AddRoot(leaf.ToPem()).ok());
}

TEST_F(TrustStoreTest, TwoRootsOfADomainOverlapWhileOneFollowsTheOther) {
  const Authority old_root = MakeRoot("nl.example");
  const Authority new_root = MakeRoot("nl.example");
  for (const Authority* root : {&old_root, &new_root}) {
    ASSERT_TRUE(trust_.AddRoot(root->root().ToPem()).ok());
    ASSERT_EQ(Set(*root, 1, kNow), absl::StatusCode::kOk);
  }
  for (const Authority* root : {&old_root, &new_root}) {
    const Certificate leaf =
        root->Issue({SpiffeId::Parse("spiffe://nl.example/node/n1").value(),
                     key_.public_key()},
                    kNow, random_)
            .value();
    EXPECT_TRUE(VerifyPeer(leaf, trust_, kNow, Purpose::kServer).ok());
  }
}

TEST_F(TrustStoreTest, AListOfAnUnknownRootIsRefused) {
  ASSERT_TRUE(trust_.AddRoot(MakeRoot("nl.example").root().ToPem()).ok());
  EXPECT_EQ(Set(MakeRoot("nl.example"), 1, kNow),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Set(MakeRoot("aq.example"), 1, kNow),
            absl::StatusCode::kUnauthenticated);
}

TEST_F(TrustStoreTest, AnOlderListNeverReplacesANewerOne) {
  const Authority root = MakeRoot("nl.example");
  ASSERT_TRUE(trust_.AddRoot(root.root().ToPem()).ok());
  EXPECT_EQ(Set(root, 7, kNow), absl::StatusCode::kOk);
  EXPECT_EQ(Set(root, 6, kNow), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Set(root, 7, kNow), absl::StatusCode::kOk);
  EXPECT_EQ(Set(root, 8, kNow), absl::StatusCode::kOk);
  EXPECT_EQ(trust_.AnchorsOf(Domain("nl.example"))[0].revocations->number(),
            8u);
}

TEST_F(TrustStoreTest, AListOutsideItsTimeIsRefused) {
  const Authority root = MakeRoot("nl.example");
  ASSERT_TRUE(trust_.AddRoot(root.root().ToPem()).ok());
  EXPECT_EQ(Set(root, 1, kNow - kWeek - absl::Seconds(1)),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Set(root, 1, kNow - kWeek), absl::StatusCode::kOk);
  EXPECT_EQ(Set(root, 2, kNow + kBackdating + absl::Seconds(1)),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Set(root, 2, kNow + kBackdating), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace sijill::pki
