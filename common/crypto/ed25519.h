// SPDX-License-Identifier: Apache-2.0
// Ed25519 (RFC 8032): signed notes, that is, checkpoints and cosignatures.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/crypto/openssl.h"

namespace sijill::crypto {

using Ed25519PublicKey = base::FixedBytes<32>;
using Ed25519Signature = base::FixedBytes<64>;

// Moves, never copies. Safe from every thread.
class Ed25519PrivateKey {
 public:
  // From the system's randomness; if there is none, the process ends.
  static Ed25519PrivateKey Generate();
  // INVALID_ARGUMENT unless `seed` has 32 bytes (RFC 8032 section 5.1.5).
  static absl::StatusOr<Ed25519PrivateKey> FromSeed(std::string_view seed);

  // The secret 32 bytes, for a file of mode 0600. If OpenSSL does not give
  // them out, the process ends.
  std::string seed() const;
  const Ed25519PublicKey& public_key() const { return public_key_; }
  // Deterministic. If OpenSSL fails, the process ends.
  Ed25519Signature Sign(std::string_view message) const;

 private:
  explicit Ed25519PrivateKey(KeyHandle key);
  KeyHandle key_;
  Ed25519PublicKey public_key_;
};

// False also if `signature` has not 64 bytes or `key` is not a point.
bool VerifyEd25519(const Ed25519PublicKey& key, std::string_view message,
                   std::string_view signature);

}  // namespace sijill::crypto
