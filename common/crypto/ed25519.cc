// SPDX-License-Identifier: Apache-2.0
#include "common/crypto/ed25519.h"

#include <utility>

#include "absl/status/status.h"

namespace sijill::crypto {
namespace {

const uint8_t* Octets(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

}  // namespace

Ed25519PrivateKey::Ed25519PrivateKey(KeyHandle key) : key_(std::move(key)) {
  size_t size = Ed25519PublicKey::kSize;
  if (EVP_PKEY_get_raw_public_key(key_.get(), public_key_.data(), &size) != 1 ||
      size != Ed25519PublicKey::kSize) {
    DieOfOpenSsl("an Ed25519 key has no public half");
  }
}

Ed25519PrivateKey Ed25519PrivateKey::Generate() {
  KeyHandle key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (!key) DieOfOpenSsl("no Ed25519 key can be made");
  return Ed25519PrivateKey(std::move(key));
}

absl::StatusOr<Ed25519PrivateKey> Ed25519PrivateKey::FromSeed(
    std::string_view seed) {
  if (seed.size() != 32) {
    return absl::InvalidArgumentError("the seed of an Ed25519 key is 32 bytes");
  }
  KeyHandle key(EVP_PKEY_new_raw_private_key_ex(nullptr, "ED25519", nullptr,
                                                Octets(seed), seed.size()));
  if (!key) DieOfOpenSsl("no Ed25519 key can be made");
  return Ed25519PrivateKey(std::move(key));
}

std::string Ed25519PrivateKey::seed() const {
  std::string seed(32, '\0');
  size_t size = seed.size();
  if (EVP_PKEY_get_raw_private_key(
          key_.get(), reinterpret_cast<uint8_t*>(seed.data()), &size) != 1 ||
      size != seed.size()) {
    DieOfOpenSsl("an Ed25519 key cannot be written");
  }
  return seed;
}

Ed25519Signature Ed25519PrivateKey::Sign(std::string_view message) const {
  const DigestContext context(EVP_MD_CTX_new());
  Ed25519Signature signature;
  size_t size = Ed25519Signature::kSize;
  if (!context ||
      EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr,
                            key_.get(), nullptr) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, Octets(message),
                     message.size()) != 1) {
    DieOfOpenSsl("signing with Ed25519");
  }
  return signature;
}

bool VerifyEd25519(const Ed25519PublicKey& key, std::string_view message,
                   std::string_view signature) {
  if (signature.size() != Ed25519Signature::kSize) return false;
  const KeyHandle handle(EVP_PKEY_new_raw_public_key_ex(
      nullptr, "ED25519", nullptr, key.data(), key.size()));
  const DigestContext context(EVP_MD_CTX_new());
  const bool verified =
      handle && context &&
      EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr,
                              handle.get(), nullptr) == 1 &&
      EVP_DigestVerify(context.get(), Octets(signature), signature.size(),
                       Octets(message), message.size()) == 1;
  if (!verified) OpenSslError();
  return verified;
}

}  // namespace sijill::crypto
