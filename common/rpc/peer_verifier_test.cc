// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/peer_verifier.h"

#include <gtest/gtest.h>

#include <memory>

#include "common/testing/temporary_pki.h"
#include "common/time/simulated_clock.h"

namespace sijill::rpc {
namespace {

class PeerVerifierTest : public ::testing::Test {
 protected:
  pki::TrustStore Fresh() const {
    pki::TrustStore trust;
    pki_.Introduce(trust);
    return trust;
  }
  absl::StatusCode Verdict() const {
    return verifier_.Verify(credentials_.certificate_pem).status().code();
  }

  const absl::Time start_ = absl::FromUnixSeconds(1795348800);
  time::SimulatedClock clock_{start_};
  testing::TemporaryPki pki_{"aa.example", start_};
  testing::Credentials credentials_ = pki_.System("ministry", "s1");
  std::shared_ptr<LiveTrust> trust_ = std::make_shared<LiveTrust>(Fresh());
  const PeerVerifier verifier_{trust_, clock_, pki::Purpose::kClient};
};

TEST_F(PeerVerifierTest, TellsWhomACertificateSpeaksFor) {
  for (int i = 0; i < 2; ++i) {  // verified, then remembered
    const auto principal = verifier_.Verify(credentials_.certificate_pem);
    ASSERT_TRUE(principal.ok());
    EXPECT_EQ(principal->id, credentials_.id);
    EXPECT_EQ(principal->certificate_serial,
              credentials_.certificate.serial_hex());
    EXPECT_EQ(principal->certificate_fingerprint,
              credentials_.certificate.fingerprint());
  }
}

TEST_F(PeerVerifierTest, ARevocationCountsAtOnce) {
  EXPECT_EQ(Verdict(), absl::StatusCode::kOk);
  pki_.Revoke(credentials_.certificate);
  EXPECT_EQ(Verdict(), absl::StatusCode::kOk);
  trust_->Replace(Fresh());
  EXPECT_EQ(Verdict(), absl::StatusCode::kUnauthenticated);
}

TEST_F(PeerVerifierTest, AnOverdueListIsNoticedWithoutAReload) {
  EXPECT_EQ(Verdict(), absl::StatusCode::kOk);
  clock_.Advance(pki::kRevocationListLifetime + PeerVerifier::kRemembered);
  EXPECT_EQ(Verdict(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(PeerVerifierTest, NothingIsRememberedLongerThanASecond) {
  EXPECT_EQ(Verdict(), absl::StatusCode::kOk);
  clock_.Set(start_ + pki::kRevocationListLifetime);
  EXPECT_EQ(Verdict(), absl::StatusCode::kOk);
  clock_.Advance(PeerVerifier::kRemembered);
  EXPECT_NE(Verdict(), absl::StatusCode::kOk);
}

TEST_F(PeerVerifierTest, AClockSetBackBeforeACertificateBelievesNobody) {
  EXPECT_EQ(Verdict(), absl::StatusCode::kOk);
  clock_.Set(start_ - absl::Hours(24));
  EXPECT_NE(Verdict(), absl::StatusCode::kOk);
}

}  // namespace
}  // namespace sijill::rpc
