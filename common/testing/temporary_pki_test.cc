// SPDX-License-Identifier: Apache-2.0
#include "common/testing/temporary_pki.h"

#include <gtest/gtest.h>

#include "common/pki/verify.h"

namespace sijill::testing {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795348800);

TEST(TemporaryPkiTest, WhatItIssuesIsBelievedUntilRevoked) {
  TemporaryPki nl("nl.example", kNow);
  pki::TrustStore trust;
  nl.Introduce(trust);
  const auto verdict = [&](const Credentials& shown, pki::Purpose purpose) {
    return pki::VerifyPeer(shown.certificate_pem, trust, kNow, purpose).ok();
  };
  const Credentials officer = nl.Officer("dtv", "o-1");
  EXPECT_TRUE(verdict(nl.Node("n1"), pki::Purpose::kServer));
  EXPECT_TRUE(verdict(nl.System("dtv", "s1"), pki::Purpose::kClient));
  EXPECT_TRUE(verdict(officer, pki::Purpose::kClient));
  EXPECT_TRUE(verdict(nl.Seal("dtv", 1), pki::Purpose::kSeal));

  nl.Revoke(officer.certificate);
  nl.Introduce(trust);
  EXPECT_FALSE(verdict(officer, pki::Purpose::kClient));
}

TEST(TemporaryPkiTest, TheKeyBelongsToTheCertificate) {
  TemporaryPki nl("nl.example", kNow);
  const Credentials node = nl.Node("n1");
  EXPECT_EQ(crypto::PrivateKey::FromPem(node.key_pem)->public_key(),
            node.certificate.public_key());
}

}  // namespace
}  // namespace sijill::testing
