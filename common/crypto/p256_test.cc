// SPDX-License-Identifier: Apache-2.0
#include "common/crypto/p256.h"

#include <gtest/gtest.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <string>
#include <thread>
#include <vector>

#include "common/base/sha256.h"
#include "common/base/text.h"

namespace sijill::crypto {
namespace {

std::string PemOf(EVP_PKEY* key) {
  const BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr,
                                nullptr);
  return BytesOf(bio.get());
}

TEST(P256Test, WhatIsSignedVerifiesAndNothingElse) {
  const PrivateKey key = PrivateKey::Generate();
  const auto signature = key.Sign("message");
  ASSERT_TRUE(signature.ok());
  EXPECT_TRUE(key.public_key().Verify("message", *signature));
  EXPECT_FALSE(key.public_key().Verify("massage", *signature));
  const PrivateKey other = PrivateKey::Generate();
  EXPECT_FALSE(other.public_key().Verify("message", *signature));
  for (size_t i = 0; i < Signature::kSize; ++i) {
    Signature changed = *signature;
    changed.data()[i] ^= 1;
    EXPECT_FALSE(key.public_key().Verify("message", changed)) << i;
  }
}

TEST(P256Test, EverySignatureIsLow) {
  // Half of OpenSSL's are high, so 64 low ones are no accident.
  const PrivateKey key = PrivateKey::Generate();
  for (int i = 0; i < 64; ++i) {
    const auto signature = key.Sign(std::to_string(i));
    ASSERT_TRUE(signature.ok());
    EXPECT_TRUE(IsLowSignature(*signature));
    EXPECT_TRUE(key.public_key().Verify(std::to_string(i), *signature));
  }
}

TEST(P256Test, LowEndsAtHalfTheOrder) {
  const std::string half = *base::FromHex(
      "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8");
  const std::string order = *base::FromHex(
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  const std::string one(std::string(31, '\0') + '\1');
  const auto low = [](const std::string& r, const std::string& s) {
    return IsLowSignature(*Signature::From(r + s));
  };
  std::string above = half;
  ++above.back();
  EXPECT_TRUE(low(one, half));
  EXPECT_FALSE(low(one, above));
  EXPECT_FALSE(low(order, one));
  EXPECT_FALSE(low(std::string(32, '\0'), one));
  EXPECT_FALSE(low(one, std::string(32, '\0')));
}

TEST(P256Test, AKeyComesBackFromItsPem) {
  const PrivateKey key = PrivateKey::Generate();
  const auto again = PrivateKey::FromPem(key.ToPem());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->public_key(), key.public_key());
  const auto signature = again->Sign("x");
  EXPECT_TRUE(key.public_key().Verify("x", *signature));
}

TEST(P256Test, OnlyKeysOfP256AreTaken) {
  const KeyHandle other_curve(EVP_EC_gen("P-384"));
  const KeyHandle other_kind(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  EXPECT_FALSE(PrivateKey::FromPem(PemOf(other_curve.get())).ok());
  EXPECT_FALSE(PrivateKey::FromPem(PemOf(other_kind.get())).ok());
  EXPECT_FALSE(PrivateKey::FromPem("").ok());
  EXPECT_FALSE(PrivateKey::FromEvp(nullptr).ok());
}

TEST(P256Test, HalvesOfTwoKeysAreNoKey) {
  const PrivateKey key = PrivateKey::Generate();
  const PrivateKey other = PrivateKey::Generate();
  BIGNUM* scalar = nullptr;
  ASSERT_EQ(EVP_PKEY_get_bn_param(key.get(), "priv", &scalar), 1);
  const BigNumber owned(scalar);
  const std::string point = other.public_key().spki().substr(26);
  using Builder = std::unique_ptr<OSSL_PARAM_BLD, Freed<OSSL_PARAM_BLD_free>>;
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), "group", "prime256v1", 0);
  OSSL_PARAM_BLD_push_BN(builder.get(), "priv", scalar);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), "pub", point.data(),
                                   point.size());
  const std::unique_ptr<OSSL_PARAM, Freed<OSSL_PARAM_free>> params(
      OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* mixed = nullptr;
  ASSERT_EQ(EVP_PKEY_fromdata_init(context.get()), 1);
  ASSERT_EQ(
      EVP_PKEY_fromdata(context.get(), &mixed, EVP_PKEY_KEYPAIR, params.get()),
      1);
  const KeyHandle handle(mixed);
  EXPECT_FALSE(PrivateKey::FromPem(PemOf(mixed)).ok());
}

TEST(P256Test, APassPhraseIsNeverAskedFor) {
  const PrivateKey key = PrivateKey::Generate();
  const BioHandle bio(BIO_new(BIO_s_mem()));
  std::string phrase = "phrase";
  ASSERT_EQ(PEM_write_bio_PKCS8PrivateKey(
                bio.get(), key.get(), EVP_aes_256_cbc(), phrase.data(),
                static_cast<int>(phrase.size()), nullptr, nullptr),
            1);
  EXPECT_FALSE(PrivateKey::FromPem(BytesOf(bio.get())).ok());
}

TEST(P256Test, APublicKeyHasOneSpelling) {
  const PublicKey key = PrivateKey::Generate().public_key();
  EXPECT_EQ(key.spki().size(), 91u);
  EXPECT_EQ(key.id(), base::Sha256({key.spki()}));
  EXPECT_TRUE(PublicKey::FromSpki(key.spki()).ok());
  for (size_t i = 0; i < 91; ++i) {
    std::string changed = key.spki();
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(PublicKey::FromSpki(changed).ok()) << i;
    EXPECT_FALSE(PublicKey::FromSpki(key.spki().substr(0, i)).ok()) << i;
  }
  EXPECT_FALSE(PublicKey::FromSpki(key.spki() + '\0').ok());
}

TEST(P256Test, OneKeyServesManyThreads) {
  const KeySigner signer(PrivateKey::Generate());
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&signer, t] {
      const PublicKey copy = signer.public_key();
      for (int i = 0; i < 20; ++i) {
        const std::string message = std::to_string(t * 100 + i);
        EXPECT_TRUE(copy.Verify(message, *signer.Sign(message)));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace sijill::crypto
