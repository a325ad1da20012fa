// SPDX-License-Identifier: Apache-2.0
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <array>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "common/base/sha256.h"
#include "common/crypto/p256.h"

namespace sijill::crypto {
namespace {

// The one SubjectPublicKeyInfo (RFC 5480): id-ecPublicKey, secp256r1 by name,
// a bit string without spare bits, an uncompressed point; X and Y follow.
constexpr uint8_t kPrefix[] = {0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a,
                               0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06,
                               0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
                               0x01, 0x07, 0x03, 0x42, 0x00, 0x04};
constexpr size_t kPointSize = 65;  // 0x04, X, Y
constexpr size_t kSpkiSize = sizeof(kPrefix) + kPointSize - 1;
static_assert(kSpkiSize == 91);

using Scalar = base::FixedBytes<32>;

// FIPS 186-4 D.1.2.3: the order q, and (q - 1) / 2.
constexpr Scalar kOrder(std::array<uint8_t, 32>{
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17,
    0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51});
constexpr Scalar kHalfOrder(std::array<uint8_t, 32>{
    0x7f, 0xff, 0xff, 0xff, 0x80, 0x00, 0x00, 0x00, 0x7f, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b,
    0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31, 0x92, 0xa8});

// Null if the point is not on the curve: OpenSSL looks when it reads one.
KeyHandle KeyOfPoint(std::string_view point) {
  char group[] = SN_X9_62_prime256v1;
  std::string octets(point);
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, octets.data(),
                                        octets.size()),
      OSSL_PARAM_construct_end()};
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                        const_cast<OSSL_PARAM*>(params)) != 1) {
    return nullptr;
  }
  return KeyHandle(key);
}

// The DER form that OpenSSL reads, or nothing if memory is out.
std::optional<std::string> DerOf(const Signature& signature) {
  BigNumber r(BN_bin2bn(signature.data(), 32, nullptr));
  BigNumber s(BN_bin2bn(signature.data() + 32, 32, nullptr));
  const EcdsaSignature pair(ECDSA_SIG_new());
  if (!r || !s || !pair) return std::nullopt;
  ECDSA_SIG_set0(pair.get(), r.release(), s.release());
  uint8_t* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  if (size <= 0) return std::nullopt;
  std::string bytes(reinterpret_cast<char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

struct PublicKey::Parsed {
  std::string spki;
  base::Hash id;
  KeyHandle key;
};

PublicKey::PublicKey(std::shared_ptr<const Parsed> parsed)
    : parsed_(std::move(parsed)) {}

absl::StatusOr<PublicKey> PublicKey::FromSpki(std::string_view der) {
  const std::string_view prefix(reinterpret_cast<const char*>(kPrefix),
                                sizeof(kPrefix));
  if (der.size() != kSpkiSize || !der.starts_with(prefix)) {
    return absl::InvalidArgumentError(
        "a seal key is a SubjectPublicKeyInfo of 91 bytes: P-256 by name, an "
        "uncompressed point");
  }
  KeyHandle key = KeyOfPoint(der.substr(sizeof(kPrefix) - 1));
  if (!key) {
    OpenSslError();  // leaves nothing behind for the thread's next call
    return absl::InvalidArgumentError("a seal key is a point of P-256");
  }
  return PublicKey(std::make_shared<const Parsed>(
      Parsed{std::string(der), base::Sha256({der}), std::move(key)}));
}

absl::StatusOr<PublicKey> PublicKey::FromPoint(const base::FixedBytes<32>& x,
                                               const base::FixedBytes<32>& y) {
  std::string spki(reinterpret_cast<const char*>(kPrefix), sizeof(kPrefix));
  spki.append(x.view()).append(y.view());
  return FromSpki(spki);
}

const std::string& PublicKey::spki() const { return parsed_->spki; }
base::Hash PublicKey::id() const { return parsed_->id; }
EVP_PKEY* PublicKey::get() const { return parsed_->key.get(); }

bool IsLowSignature(const Signature& signature) {
  const Scalar r = *Scalar::From(signature.view().substr(0, 32));
  const Scalar s = *Scalar::From(signature.view().substr(32));
  return !r.IsZero() && r < kOrder && !s.IsZero() && s <= kHalfOrder;
}

bool PublicKey::Verify(std::string_view message,
                       const Signature& signature) const {
  if (!IsLowSignature(signature)) return false;
  const std::optional<std::string> der = DerOf(signature);
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, get(), nullptr));
  if (!der || !context || EVP_PKEY_verify_init(context.get()) != 1) {
    // A wrong "no" would be kept as evidence against the author.
    DieOfOpenSsl("no signature can be verified");
  }
  const base::Hash digest = base::Sha256({message});
  const bool verified =
      EVP_PKEY_verify(context.get(),
                      reinterpret_cast<const uint8_t*>(der->data()),
                      der->size(), digest.data(), digest.size()) == 1;
  if (!verified) OpenSslError();
  return verified;
}

}  // namespace sijill::crypto
