// SPDX-License-Identifier: Apache-2.0
// ECDSA over P-256 with SHA-256 (FIPS 186-4): seals and mandates.
// FORMAT.md, "Key id" and "Seal".
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/crypto/openssl.h"

namespace sijill::crypto {

// r then s, 32 bytes each. Made with a low s, so a message has one signature
// under one nonce and nobody can make a second from the first.
using Signature = base::FixedBytes<64>;

// True if 0 < r < q and 0 < s <= (q - 1) / 2, q being the order of the curve.
bool IsLowSignature(const Signature& signature);

// A point of P-256 in its one spelling. Copies share the parsed key, which
// never changes: cheap to copy, safe from every thread.
class PublicKey {
 public:
  // From a DER SubjectPublicKeyInfo of exactly 91 bytes: named curve,
  // uncompressed. INVALID_ARGUMENT for every other form, since each would give
  // the key a second id, and for a point that is not on the curve.
  static absl::StatusOr<PublicKey> FromSpki(std::string_view der);

  // From X and Y, big-endian. INVALID_ARGUMENT if that is not on the curve.
  static absl::StatusOr<PublicKey> FromPoint(const base::FixedBytes<32>& x,
                                             const base::FixedBytes<32>& y);

  // The 91 bytes.
  const std::string& spki() const;
  // Their SHA-256: the key id of field 5 of a header.
  base::Hash id() const;
  // False also for a signature that is not low.
  bool Verify(std::string_view message, const Signature& signature) const;

  EVP_PKEY* get() const;
  friend bool operator==(const PublicKey& a, const PublicKey& b) {
    return a.spki() == b.spki();
  }

 private:
  struct Parsed;
  explicit PublicKey(std::shared_ptr<const Parsed> parsed);
  // Shared by copies: parsing costs more than a verification's arithmetic.
  std::shared_ptr<const Parsed> parsed_;
};

// A key of P-256, in this process or in a device that OpenSSL reaches. Moves,
// never copies. Safe from every thread.
class PrivateKey {
 public:
  // From the system's randomness; if there is none, the process ends.
  static PrivateKey Generate();
  // From an unencrypted PEM block (PKCS#8 or SEC 1). INVALID_ARGUMENT if it is
  // not a key of P-256 or its two halves do not belong together.
  static absl::StatusOr<PrivateKey> FromPem(std::string_view pem);
  // Takes a key that OpenSSL holds. INVALID_ARGUMENT unless it is of P-256.
  static absl::StatusOr<PrivateKey> FromEvp(KeyHandle key);

  // PKCS#8, unencrypted: for a file of mode 0600. Requires a key that is held
  // in this process; the process ends otherwise.
  std::string ToPem() const;
  const PublicKey& public_key() const { return public_key_; }
  EVP_PKEY* get() const { return key_.get(); }
  // Low. INTERNAL if OpenSSL or the device fails; nothing was signed then.
  absl::StatusOr<Signature> Sign(std::string_view message) const;

 private:
  PrivateKey(KeyHandle key, PublicKey public_key);
  KeyHandle key_;
  PublicKey public_key_;
};

// Who signs: a key in a file, a device, or in tests a deterministic signer
// (testing::Rfc6979Signer). Safe from every thread.
class Signer {
 public:
  virtual ~Signer() = default;
  virtual const PublicKey& public_key() const = 0;
  // A low signature under public_key(). Any error is a fault of the signer.
  virtual absl::StatusOr<Signature> Sign(std::string_view message) const = 0;
};

class KeySigner final : public Signer {
 public:
  explicit KeySigner(PrivateKey key) : key_(std::move(key)) {}
  const PublicKey& public_key() const override { return key_.public_key(); }
  absl::StatusOr<Signature> Sign(std::string_view message) const override {
    return key_.Sign(message);
  }

 private:
  PrivateKey key_;
};

}  // namespace sijill::crypto
