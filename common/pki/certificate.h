// SPDX-License-Identifier: Apache-2.0
// A certificate as read: its parts, not yet believed. VerifyPeer() believes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"
#include "common/crypto/p256.h"
#include "common/pki/openssl_x509.h"

namespace sijill::pki {

inline constexpr size_t kMaxCertificatePemBytes = 64u << 10;

// An X.509 version 3 certificate (RFC 5280) that holds a P-256 key. Never
// changes; copies share it; safe from every thread.
class Certificate {
 public:
  // The one certificate in `pem`, in DER and nothing else (a second encoding
  // would be a second fingerprint). INVALID_ARGUMENT otherwise, for another
  // kind of key, a serial that is not positive and at most 20 octets, and for
  // a subject alternative name that is malformed, twice, or holds anything but
  // URIs, DNS names and IP addresses.
  static absl::StatusOr<Certificate> FromPem(std::string_view pem);
  static absl::StatusOr<Certificate> FromDer(std::string_view der);

  std::string ToPem() const;
  const std::string& der() const;
  // SHA-256 of the DER form.
  base::Hash fingerprint() const;
  // Lower-case hexadecimal octets without leading zero octets.
  const std::string& serial_hex() const;
  // RFC 5280 4.1.2.5 counts both seconds; OpenSSL ends before not_after().
  absl::Time not_before() const;
  absl::Time not_after() const;
  const crypto::PublicKey& public_key() const;
  // Subject alternative names; IP addresses as text ("127.0.0.1", "::1").
  const std::vector<std::string>& uris() const;
  const std::vector<std::string>& dns_names() const;
  const std::vector<std::string>& ip_addresses() const;

  // For OpenSSL, which counts references and fills caches under a lock.
  X509* get() const;

 private:
  struct Parts;
  explicit Certificate(std::shared_ptr<const Parts> parts)
      : parts_(std::move(parts)) {}
  // Shared by copies, which are cheap then.
  std::shared_ptr<const Parts> parts_;
};

}  // namespace sijill::pki
