// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/peers/peer_quota.h"

#include <gtest/gtest.h>

#include "common/refusal/refusal.h"

namespace sijill::exchange {
namespace {

class PeerQuotaTest : public ::testing::Test {
 protected:
  absl::Status Enter(uint64_t bytes, int second) {
    return quota_.Enter(south_, bytes, At(second)).status();
  }
  static absl::Time At(int second) {
    return absl::FromUnixSeconds(1790000000 + second);
  }

  const base::DomainName south_ = *base::DomainName::Parse("south.example");
  const base::DomainName east_ = *base::DomainName::Parse("east.example");
  PeerQuota quota_{{.bytes_at_once = 100, .bytes_per_second = 10}};
};

TEST_F(PeerQuotaTest, OneDeliveryOfAPeerAtATimeAndNoOtherPeerWaits) {
  auto first = quota_.Enter(south_, 1, At(0));
  ASSERT_TRUE(first.ok());
  const absl::Status second = Enter(1, 0);
  EXPECT_EQ(refusal::ReasonOf(second), "QUOTA_EXCEEDED");
  EXPECT_TRUE(refusal::RetryDelayOf(second));
  EXPECT_TRUE(quota_.Enter(east_, 1, At(0)).ok());
  first->reset();
  EXPECT_TRUE(Enter(1, 0).ok());
}

TEST_F(PeerQuotaTest, WhoSendsTooMuchIsToldWhenToComeAgain) {
  EXPECT_TRUE(Enter(60, 0).ok());
  EXPECT_TRUE(Enter(40, 0).ok());
  const absl::Status third = Enter(30, 0);
  EXPECT_EQ(third.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(refusal::RetryDelayOf(third), absl::Seconds(3));
  EXPECT_FALSE(Enter(30, 2).ok());
  EXPECT_TRUE(Enter(30, 3).ok());
  EXPECT_TRUE(quota_.Enter(east_, 100, At(3)).ok());
}

TEST_F(PeerQuotaTest, ALargeOneIsTakenOnceNothingIsOwed) {
  EXPECT_TRUE(Enter(1, 0).ok());
  EXPECT_FALSE(Enter(500, 0).ok());
  EXPECT_TRUE(Enter(500, 1).ok());
  EXPECT_FALSE(Enter(1, 2).ok());
}

TEST_F(PeerQuotaTest, AClockThatStepsBackForgivesNothing) {
  EXPECT_TRUE(Enter(100, 50).ok());
  EXPECT_FALSE(Enter(100, 0).ok());
  EXPECT_FALSE(Enter(100, 5).ok());
  EXPECT_TRUE(Enter(100, 10).ok());
}

}  // namespace
}  // namespace sijill::exchange
