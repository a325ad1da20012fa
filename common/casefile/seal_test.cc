// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/seal.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/event/header.h"

namespace sijill::casefile {
namespace {

constexpr char kExchange[] = "training.example";

class SealTest : public ::testing::Test {
 protected:
  std::string HeaderBytes(uint64_t sequence, uint32_t kind = 1) const {
    event::Header header{
        .exchange = kExchange,
        .stream = base::StreamName::ForNode(
            *base::DomainName::Parse("alpha.example")),
        .author = *base::AgencyName::Parse("alpha.example/agencies/office"),
        .key_id = signer_.public_key().id(),
        .audience = {"alpha.example"},
        .sequence = sequence,
        .kind = kind,
        .recorded_at = 1};
    if (sequence > 1) header.previous = base::Hash();
    return *event::EncodeHeader(header);
  }

  absl::Status Verified(const std::string& bytes) const {
    const auto parsed = event::ParseSignedHeader(bytes);
    if (!parsed.ok()) return parsed.status();
    return VerifyImported(*parsed, signer_.public_key(), kExchange);
  }

  const crypto::KeySigner signer_{crypto::PrivateKey::Generate()};
};

TEST_F(SealTest, OneSealServesBatchesOfEverySize) {
  std::vector<std::string> headers;
  for (uint64_t n = 1; n <= 33; ++n) {
    headers.push_back(HeaderBytes(n));
    const auto sealed = SealEvents(headers, signer_);
    ASSERT_TRUE(sealed.ok()) << sealed.status();
    ASSERT_EQ(sealed->size(), n);
    for (const std::string& bytes : *sealed) {
      EXPECT_TRUE(Verified(bytes).ok()) << n;
    }
  }
}

TEST_F(SealTest, NoByteOfASignedHeaderCanBeChanged) {
  const std::vector<std::string> headers = {HeaderBytes(1), HeaderBytes(2),
                                            HeaderBytes(3)};
  const auto sealed = SealEvents(headers, signer_);
  ASSERT_TRUE(sealed.ok());
  for (const std::string& bytes : *sealed) {
    for (size_t i = 0; i < bytes.size(); ++i) {
      std::string changed = bytes;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      EXPECT_FALSE(Verified(changed).ok()) << i;
    }
  }
}

TEST_F(SealTest, OwnLogEventsAreNeverImported) {
  const std::string header = HeaderBytes(1, event::kFirstOwnLogKind);
  const auto sealed = SealEvent(header, signer_);
  ASSERT_TRUE(sealed.ok());
  const auto parsed = event::ParseSignedHeader(*sealed);
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(VerifySeal(*parsed, signer_.public_key(), kExchange).ok());
  EXPECT_FALSE(VerifyImported(*parsed, signer_.public_key(), kExchange).ok());
}

TEST_F(SealTest, AnotherExchangeOrKeyIsRefused) {
  const auto sealed = SealEvent(HeaderBytes(1), signer_);
  ASSERT_TRUE(sealed.ok());
  const auto parsed = event::ParseSignedHeader(*sealed);
  const crypto::PrivateKey other = crypto::PrivateKey::Generate();
  EXPECT_FALSE(
      VerifySeal(*parsed, signer_.public_key(), "training.other").ok());
  EXPECT_FALSE(VerifySeal(*parsed, other.public_key(), kExchange).ok());
}

TEST_F(SealTest, AnotherSignersHeaderIsNotSealed) {
  const crypto::KeySigner other(crypto::PrivateKey::Generate());
  EXPECT_FALSE(SealEvent(HeaderBytes(1), other).ok());
  EXPECT_FALSE(SealEvent("no header", signer_).ok());
}

}  // namespace
}  // namespace sijill::casefile
