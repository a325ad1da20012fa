// SPDX-License-Identifier: Apache-2.0
// AES-256-GCM (NIST SP 800-38D): content at rest and wrapped keys.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/crypto/random.h"

namespace sijill::crypto {

// 32 secret bytes, wiped when they go. Moves, never copies, and has no way to
// print itself. At most 2^28 uses with random nonces (FORMAT.md, "At rest").
class DataKey {
 public:
  static constexpr size_t kSize = 32;

  static DataKey Generate(Random& random);
  // INVALID_ARGUMENT unless there are 32 bytes. The caller wipes his own copy.
  static absl::StatusOr<DataKey> FromBytes(std::string_view bytes);

  // Wipes the other.
  DataKey(DataKey&& other) noexcept;
  DataKey& operator=(DataKey&& other) noexcept;
  ~DataKey();

  // The secret itself, for wrapping it; valid as long as the key lives.
  std::string_view secret() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

 private:
  DataKey() = default;
  std::array<uint8_t, kSize> bytes_ = {};
};

using Nonce = base::FixedBytes<12>;
inline constexpr size_t kAeadTagSize = 16;

// Ciphertext, then the tag: kAeadTagSize bytes longer than `plaintext`, which
// is less than 2^30 bytes. Never use a nonce twice with one key. If OpenSSL
// fails, the process ends.
std::string Seal(const DataKey& key, const Nonce& nonce, std::string_view aad,
                 std::string_view plaintext);

// What was sealed. DATA_LOSS if anything of it (key, nonce, AAD, ciphertext,
// tag) is not what it was then.
absl::StatusOr<std::string> Open(const DataKey& key, const Nonce& nonce,
                                 std::string_view aad, std::string_view sealed);

}  // namespace sijill::crypto
