// SPDX-License-Identifier: Apache-2.0
// Ed25519 for the tests of this folder, which holds no cryptography itself.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace sijill::merkle {

// Says, as a SignatureVerifier, whether the 32-byte key signed a message.
class Ed25519Oracle {
 public:
  explicit Ed25519Oracle(std::string_view key) : key_(key) {}

  bool operator()(std::string_view message, std::string_view signature) const {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Octets(key_),
                                    key_.size()),
        &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                                key.get()) == 1 &&
           EVP_DigestVerify(context.get(), Octets(signature), signature.size(),
                            Octets(message), message.size()) == 1;
  }

 private:
  static const unsigned char* Octets(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
  }

  std::string key_;
};

}  // namespace sijill::merkle
