// SPDX-License-Identifier: Apache-2.0
#include "common/crypto/aead.h"

#include <openssl/crypto.h>

#include <algorithm>

#include "absl/status/status.h"
#include "common/crypto/openssl.h"

namespace sijill::crypto {
namespace {

constexpr size_t kMaxText = size_t{1} << 30;  // OpenSSL counts in int

const uint8_t* Octets(std::string_view bytes) {
  return reinterpret_cast<const uint8_t*>(bytes.data());
}

uint8_t* Octets(std::string& bytes) {
  return reinterpret_cast<uint8_t*>(bytes.data());
}

// OpenSSL 3 looks an algorithm up by name at every use unless it was fetched.
const EVP_CIPHER* Algorithm() {
  static const EVP_CIPHER* const cipher =
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

enum class Direction : int { kOpen = 0, kSeal = 1 };

// Runs AAD and text through the cipher into `out`, which has text.size() bytes.
bool Run(EVP_CIPHER_CTX* context, Direction direction, const DataKey& key,
         const Nonce& nonce, std::string_view aad, std::string_view text,
         uint8_t* out) {
  int size = 0;
  if (context == nullptr || aad.size() >= kMaxText || text.size() >= kMaxText) {
    return false;
  }
  return EVP_CipherInit_ex2(context, Algorithm(), Octets(key.secret()),
                            nonce.data(), static_cast<int>(direction),
                            nullptr) == 1 &&
         EVP_CipherUpdate(context, nullptr, &size, Octets(aad),
                          static_cast<int>(aad.size())) == 1 &&
         // A text of no bytes would mean "no more AAD" to older OpenSSL.
         (text.empty() || EVP_CipherUpdate(context, out, &size, Octets(text),
                                           static_cast<int>(text.size())) == 1);
}

}  // namespace

DataKey DataKey::Generate(Random& random) {
  DataKey key;
  random.Fill(key.bytes_);
  return key;
}

absl::StatusOr<DataKey> DataKey::FromBytes(std::string_view bytes) {
  if (bytes.size() != kSize) {
    return absl::InvalidArgumentError("a data key is 32 bytes");
  }
  DataKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

DataKey::DataKey(DataKey&& other) noexcept : bytes_(other.bytes_) {
  OPENSSL_cleanse(other.bytes_.data(), kSize);
}

DataKey& DataKey::operator=(DataKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    OPENSSL_cleanse(other.bytes_.data(), kSize);
  }
  return *this;
}

DataKey::~DataKey() { OPENSSL_cleanse(bytes_.data(), kSize); }

std::string Seal(const DataKey& key, const Nonce& nonce, std::string_view aad,
                 std::string_view plaintext) {
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string sealed(plaintext.size() + kAeadTagSize, '\0');
  uint8_t* const tag = Octets(sealed) + plaintext.size();
  int size = 0;
  if (!Run(context.get(), Direction::kSeal, key, nonce, aad, plaintext,
           Octets(sealed)) ||
      EVP_CipherFinal_ex(context.get(), tag, &size) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kAeadTagSize,
                          tag) != 1) {
    DieOfOpenSsl("nothing can be encrypted");
  }
  return sealed;
}

absl::StatusOr<std::string> Open(const DataKey& key, const Nonce& nonce,
                                 std::string_view aad,
                                 std::string_view sealed) {
  const absl::Status lost =
      absl::DataLossError("encrypted bytes do not verify");
  if (sealed.size() < kAeadTagSize) return lost;
  const CipherContext context(EVP_CIPHER_CTX_new());
  std::string tag(sealed.substr(sealed.size() - kAeadTagSize));
  sealed.remove_suffix(kAeadTagSize);
  std::string plaintext(sealed.size(), '\0');
  int size = 0;
  if (!Run(context.get(), Direction::kOpen, key, nonce, aad, sealed,
           Octets(plaintext)) ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kAeadTagSize,
                          tag.data()) != 1 ||
      EVP_CipherFinal_ex(context.get(), nullptr, &size) != 1) {
    OPENSSL_cleanse(plaintext.data(), plaintext.size());
    OpenSslError();
    return lost;
  }
  return plaintext;
}

}  // namespace sijill::crypto
