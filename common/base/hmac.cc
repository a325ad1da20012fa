// SPDX-License-Identifier: Apache-2.0
#include "common/base/hmac.h"

#include <openssl/crypto.h>

#include <array>
#include <cstring>
#include <string>

#include "common/base/sha256.h"

namespace sijill::base {
namespace {

constexpr size_t kBlock = 64;  // of SHA-256, in bytes

// The key, filled up to a block and combined with `pad`; wiped at the end.
class PaddedKey {
 public:
  PaddedKey(std::string_view key, uint8_t pad) {
    block_.fill(pad);
    for (size_t i = 0; i < key.size(); ++i) {
      block_[i] =
          static_cast<uint8_t>(block_[i] ^ static_cast<uint8_t>(key[i]));
    }
  }
  ~PaddedKey() { OPENSSL_cleanse(block_.data(), block_.size()); }
  PaddedKey(const PaddedKey&) = delete;
  PaddedKey& operator=(const PaddedKey&) = delete;

  std::string_view view() const {
    return {reinterpret_cast<const char*>(block_.data()), block_.size()};
  }

 private:
  std::array<uint8_t, kBlock> block_;
};

}  // namespace

Hash HmacSha256(std::string_view key,
                std::initializer_list<std::string_view> pieces) {
  Hash short_key;
  if (key.size() > kBlock) {
    short_key = Sha256({key});
    key = short_key.view();
  }
  std::string message;
  size_t size = 0;
  for (const std::string_view piece : pieces) size += piece.size();
  message.reserve(size);
  for (const std::string_view piece : pieces) message.append(piece);
  const Hash inner = Sha256({PaddedKey(key, 0x36).view(), message});
  return Sha256({PaddedKey(key, 0x5c).view(), inner.view()});
}

}  // namespace sijill::base
