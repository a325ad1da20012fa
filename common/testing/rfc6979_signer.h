// SPDX-License-Identifier: Apache-2.0
// A signer whose signatures can be compared byte for byte.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/crypto/p256.h"

namespace sijill::testing {

// ECDSA over P-256 with SHA-256 whose nonce is derived from key and message
// (RFC 6979 with HMAC-SHA-256), s made low. For tests: its arithmetic does not
// hide the key from whoever measures time. Safe from every thread.
class Rfc6979Signer final : public crypto::Signer {
 public:
  // `scalar` is the private key, 32 bytes big-endian, 0 < scalar < q; a test
  // with another one is ended.
  explicit Rfc6979Signer(std::string_view scalar);

  const crypto::PublicKey& public_key() const override { return public_key_; }
  absl::StatusOr<crypto::Signature> Sign(
      std::string_view message) const override;

 private:
  base::FixedBytes<32> scalar_;
  crypto::PublicKey public_key_;
};

}  // namespace sijill::testing
