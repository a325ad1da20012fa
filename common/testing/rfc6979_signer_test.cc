// SPDX-License-Identifier: Apache-2.0
#include "common/testing/rfc6979_signer.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/text.h"

namespace sijill::testing {
namespace {

// RFC 6979 appendix A.2.5.
constexpr std::string_view kScalar =
    "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";

Rfc6979Signer RfcsSigner() { return Rfc6979Signer(*base::FromHex(kScalar)); }

TEST(Rfc6979SignerTest, HasTheRfcsPublicKey) {
  EXPECT_EQ(base::Hex(RfcsSigner().public_key().spki().substr(27)),
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
}

TEST(Rfc6979SignerTest, SignsAsTheRfcDoesWhereSIsLow) {
  EXPECT_EQ(RfcsSigner().Sign("test")->hex(),
            "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367"
            "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083");
}

TEST(Rfc6979SignerTest, ReplacesAHighSByItsOther) {
  // The RFC's s is f7cb1c94...3acda8; q minus that is below.
  EXPECT_EQ(RfcsSigner().Sign("sample")->hex(),
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9");
}

TEST(Rfc6979SignerTest, ItsSignaturesVerify) {
  const Rfc6979Signer signer = RfcsSigner();
  for (int i = 0; i < 50; ++i) {
    const std::string message = std::to_string(i);
    const auto signature = signer.Sign(message);
    ASSERT_TRUE(signature.ok());
    EXPECT_TRUE(signer.public_key().Verify(message, *signature)) << i;
  }
}

}  // namespace
}  // namespace sijill::testing
