// SPDX-License-Identifier: Apache-2.0
#include <openssl/core_names.h>
#include <openssl/pem.h>

#include <array>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/p256.h"

namespace sijill::crypto {
namespace {

constexpr size_t kMaxDerSignature = 80;  // 72 for P-256, and room

using Coordinate = base::FixedBytes<32>;

absl::StatusOr<Coordinate> CoordinateOf(EVP_PKEY* key, const char* name) {
  BIGNUM* found = nullptr;
  const bool ok = EVP_PKEY_get_bn_param(key, name, &found) == 1;
  const BigNumber number(found);
  Coordinate octets;
  if (!ok || BN_bn2binpad(number.get(), octets.data(), 32) != 32) {
    return absl::InvalidArgumentError(
        base::StrCat("the key has no public half: ", OpenSslError()));
  }
  return octets;
}

bool IsP256(EVP_PKEY* key) {
  std::array<char, 80> group = {};
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) ==
             1 &&
         std::string_view(group.data()) == SN_X9_62_prime256v1;
}

bool HalvesMatch(EVP_PKEY* key) {
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context && EVP_PKEY_pairwise_check(context.get()) == 1;
}

// Answers "no pass phrase" where OpenSSL would ask the terminal for one.
int NoPassPhrase(char*, int, int, void*) { return -1; }

// q - s in place of a high s.
bool MakeLow(BIGNUM* s) {
  static const EC_GROUP* const group =
      EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  const BIGNUM* const order = EC_GROUP_get0_order(group);
  const BigNumber half(BN_dup(order));
  if (!half || BN_rshift1(half.get(), half.get()) != 1) return false;
  return BN_cmp(s, half.get()) <= 0 || BN_sub(s, order, s) == 1;
}

std::optional<Signature> LowSignatureOf(const uint8_t* der, size_t size) {
  const EcdsaSignature pair(
      d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size)));
  if (!pair) return std::nullopt;
  const BigNumber s(BN_dup(ECDSA_SIG_get0_s(pair.get())));
  Signature signature;
  if (!s || !MakeLow(s.get()) ||
      BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), 32) != 32 ||
      BN_bn2binpad(s.get(), signature.data() + 32, 32) != 32) {
    return std::nullopt;
  }
  return signature;
}

}  // namespace

PrivateKey::PrivateKey(KeyHandle key, PublicKey public_key)
    : key_(std::move(key)), public_key_(std::move(public_key)) {}

PrivateKey PrivateKey::Generate() {
  KeyHandle key(EVP_EC_gen("P-256"));
  if (!key) DieOfOpenSsl("no key can be made");
  absl::StatusOr<PrivateKey> result = FromEvp(std::move(key));
  if (!result.ok()) DieOfOpenSsl("no key can be made");
  return *std::move(result);
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(std::string_view pem) {
  const BioHandle bio = ReadingBio(pem);
  KeyHandle key(
      bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassPhrase, nullptr)
          : nullptr);
  if (!key) {
    return absl::InvalidArgumentError(
        base::StrCat("no private key in PEM form: ", OpenSslError()));
  }
  ASSIGN_OR_RETURN(PrivateKey result, FromEvp(std::move(key)));
  if (!HalvesMatch(result.get())) {
    return absl::InvalidArgumentError(base::StrCat(
        "the halves of the key do not belong together: ", OpenSslError()));
  }
  return result;
}

absl::StatusOr<PrivateKey> PrivateKey::FromEvp(KeyHandle key) {
  if (!key || !IsP256(key.get())) {
    OpenSslError();
    return absl::InvalidArgumentError("not a key of P-256");
  }
  // Not OpenSSL's own DER: that keeps whatever form the key was read in.
  ASSIGN_OR_RETURN(const Coordinate x,
                   CoordinateOf(key.get(), OSSL_PKEY_PARAM_EC_PUB_X));
  ASSIGN_OR_RETURN(const Coordinate y,
                   CoordinateOf(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y));
  ASSIGN_OR_RETURN(PublicKey public_key, PublicKey::FromPoint(x, y));
  return PrivateKey(std::move(key), std::move(public_key));
}

std::string PrivateKey::ToPem() const {
  const BioHandle bio(BIO_new(BIO_s_secmem()));
  if (!bio ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0,
                                    nullptr, nullptr) != 1) {
    DieOfOpenSsl("a private key cannot be written");
  }
  return BytesOf(bio.get());
}

absl::StatusOr<Signature> PrivateKey::Sign(std::string_view message) const {
  const base::Hash digest = base::Sha256({message});
  const KeyContext context(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr));
  std::array<uint8_t, kMaxDerSignature> der = {};
  size_t size = der.size();
  if (!context || EVP_PKEY_sign_init(context.get()) != 1 ||
      EVP_PKEY_sign(context.get(), der.data(), &size, digest.data(),
                    digest.size()) != 1) {
    return absl::InternalError(base::StrCat("signing: ", OpenSslError()));
  }
  const std::optional<Signature> signature = LowSignatureOf(der.data(), size);
  if (!signature) {
    return absl::InternalError(base::StrCat("signing: ", OpenSslError()));
  }
  return *signature;
}

}  // namespace sijill::crypto
