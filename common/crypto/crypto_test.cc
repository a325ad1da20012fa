// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <type_traits>

#include "common/base/text.h"
#include "common/crypto/aead.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/hmac.h"
#include "common/crypto/random.h"

namespace sijill::crypto {
namespace {

std::string Unhex(std::string_view hex) { return base::FromHex(hex).value(); }

DataKey KeyOf(std::string_view bytes) { return *DataKey::FromBytes(bytes); }

TEST(RandomTest, DoesNotRepeatItself) {
  SystemRandom random;
  std::set<base::Hash> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.NextHash());
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(random.Bytes(0), "");
  EXPECT_EQ(random.Bytes(3'000'000).size(), 3'000'000u);
}

TEST(HmacTest, HasTheRfcsExamples) {
  // RFC 4231, cases 1, 2 and 6 (a key longer than a block).
  EXPECT_EQ(HmacSha256(std::string(20, '\x0b'), {"Hi ", "There"}).hex(),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(HmacSha256("Jefe", {"what do ya want for nothing?"}).hex(),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      HmacSha256(std::string(131, '\xaa'),
                 {"Test Using Larger Than Block-Size Key - Hash Key First"})
          .hex(),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacTest, EqualMeansTheSameBytes) {
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_TRUE(ConstantTimeEquals("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abcd"));
}

TEST(Ed25519Test, HasTheRfcsExample) {
  // RFC 8032 section 7.1, test 2.
  const auto key = Ed25519PrivateKey::FromSeed(Unhex(
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->public_key().hex(),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(key->Sign("\x72").hex(),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  EXPECT_EQ(base::Hex(key->seed()).substr(0, 8), "4ccd089b");
}

TEST(Ed25519Test, WhatIsSignedVerifiesAndNothingElse) {
  const Ed25519PrivateKey key = Ed25519PrivateKey::Generate();
  const std::string signature = key.Sign("note").str();
  EXPECT_TRUE(VerifyEd25519(key.public_key(), "note", signature));
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "nota", signature));
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "note", signature + "x"));
  EXPECT_FALSE(VerifyEd25519(key.public_key(), "note", ""));
  const auto other = Ed25519PrivateKey::Generate();
  EXPECT_FALSE(VerifyEd25519(other.public_key(), "note", signature));
  EXPECT_FALSE(Ed25519PrivateKey::FromSeed("short").ok());
}

TEST(AeadTest, HasTheStandardsExample) {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
  const DataKey key = KeyOf(Unhex(
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
  const Nonce nonce = *Nonce::From(Unhex("cafebabefacedbaddecaf888"));
  const std::string aad = Unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const std::string text = Unhex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const std::string sealed = Seal(key, nonce, aad, text);
  EXPECT_EQ(base::Hex(sealed),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(*Open(key, nonce, aad, sealed), text);
}

TEST(AeadTest, AnyChangeIsALoss) {
  SystemRandom random;
  const DataKey key = DataKey::Generate(random);
  const Nonce nonce = random.Next<12>();
  const std::string sealed = Seal(key, nonce, "place", "text");
  const auto lost = [](const absl::StatusOr<std::string>& opened) {
    return absl::IsDataLoss(opened.status());
  };
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_TRUE(lost(Open(key, nonce, "place", changed))) << i;
    EXPECT_TRUE(lost(Open(key, nonce, "place", sealed.substr(0, i)))) << i;
  }
  EXPECT_TRUE(lost(Open(key, nonce, "another place", sealed)));
  EXPECT_TRUE(lost(Open(key, random.Next<12>(), "place", sealed)));
  EXPECT_TRUE(lost(Open(DataKey::Generate(random), nonce, "place", sealed)));
}

TEST(AeadTest, NoTextIsATextToo) {
  SystemRandom random;
  const DataKey key = DataKey::Generate(random);
  const std::string sealed = Seal(key, Nonce(), "", "");
  EXPECT_EQ(sealed.size(), kAeadTagSize);
  EXPECT_EQ(*Open(key, Nonce(), "", sealed), "");
}

TEST(DataKeyTest, MovingWipesTheOther) {
  static_assert(!std::is_copy_constructible_v<DataKey>);
  DataKey from = KeyOf(std::string(32, 'k'));
  const DataKey to = std::move(from);
  EXPECT_EQ(to.secret(), std::string(32, 'k'));
  // The point of the test is what is left behind.
  EXPECT_EQ(from.secret(), std::string(32, '\0'));  // NOLINT
  EXPECT_FALSE(DataKey::FromBytes("short").ok());
}

}  // namespace
}  // namespace sijill::crypto
