// SPDX-License-Identifier: Apache-2.0
// The root of one trust domain at work: it certifies the domain's own nodes,
// systems, officers and seals, and takes certificates back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/crypto/p256.h"
#include "common/crypto/random.h"
#include "common/pki/certificate.h"
#include "common/pki/revocation_list.h"
#include "common/pki/spiffe_id.h"

namespace sijill::pki {

// How long a revocation list holds unless said otherwise.
inline constexpr absl::Duration kRevocationListLifetime = absl::Hours(24 * 7);

struct CertificateRequest {
  SpiffeId id;
  crypto::PublicKey public_key;
  // Only for nodes, for TLS clients that look at them; they mean nothing to
  // VerifyPeer(). Host names are written as base::IsName has it.
  std::vector<std::string> dns_names = {};
  std::vector<std::string> ip_addresses = {};
};

// Keeps no record of what it issued: AuthorityDirectory does. Moves, never
// copies. Const use is safe from every thread.
class Authority {
 public:
  // A new root with a new key, bound to the URIs of `domain`: CA of path
  // length 0, critical name constraints (RFC 5280 4.2.1.10). INTERNAL if
  // OpenSSL fails.
  static absl::StatusOr<Authority> Create(const base::DomainName& domain,
                                          absl::Time now,
                                          crypto::Random& random);
  // INVALID_ARGUMENT if `root` is no root (DomainOfRoot()), FAILED_PRECONDITION
  // if `key` is not its key.
  static absl::StatusOr<Authority> From(Certificate root,
                                        crypto::PrivateKey key);

  const Certificate& root() const { return root_; }
  const base::DomainName& domain() const { return domain_; }
  const crypto::PrivateKey& key() const { return key_; }

  // A certificate in the profile of the id's kind, not outliving the root.
  // PERMISSION_DENIED if the id is of another domain, INVALID_ARGUMENT for DNS
  // names or addresses that are malformed or not a node's, FAILED_PRECONDITION
  // if the root is not valid at `now`, INTERNAL if OpenSSL fails.
  absl::StatusOr<Certificate> Issue(const CertificateRequest& request,
                                    absl::Time now,
                                    crypto::Random& random) const;

  // The list as PEM. `number` must rise with every list of this root; serials
  // are written as Certificate::serial_hex() has them. INVALID_ARGUMENT for
  // another serial, INTERNAL if OpenSSL fails.
  absl::StatusOr<std::string> SignRevocationList(uint64_t number,
                                                 const Revocations& revocations,
                                                 absl::Time now,
                                                 absl::Time next_update) const;

 private:
  Authority(Certificate root, crypto::PrivateKey key, base::DomainName domain)
      : root_(std::move(root)),
        key_(std::move(key)),
        domain_(std::move(domain)) {}

  Certificate root_;
  crypto::PrivateKey key_;
  base::DomainName domain_;
};

}  // namespace sijill::pki
