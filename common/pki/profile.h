// SPDX-License-Identifier: Apache-2.0
// What each kind of certificate is allowed to be: one table, read by whoever
// issues and by whoever verifies. certs/README.md explains it.
#pragma once

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/pki/certificate.h"
#include "common/pki/spiffe_id.h"

namespace sijill::pki {

struct Profile {
  // From the instant of issue; backdated by kBackdating as well.
  absl::Duration lifetime;
  // OpenSSL's XKU_ bits; 0 means that there is no extended key usage.
  uint32_t extended_key_usage;
  // The same as x509v3_config(5) writes it; empty for none.
  std::string_view extended_key_usage_text;
};

// Every leaf: key usage digitalSignature and no other, not a CA, P-256.
const Profile& ProfileOf(SpiffeId::Kind kind);

// Ten years: a domain's root is known to its peers by hand.
inline constexpr absl::Duration kRootLifetime = absl::Hours(24 * 3653);
// A peer whose clock is a little behind accepts a fresh certificate.
inline constexpr absl::Duration kBackdating = absl::Minutes(5);

// UNAUTHENTICATED unless `leaf` has the key usages of its kind, is no CA, has
// no critical extension that OpenSSL does not know, and is signed with
// ECDSA and SHA-256.
absl::Status MatchesProfile(const Certificate& leaf, SpiffeId::Kind kind);

// The one domain that a root may speak for: the host of the single permitted
// URI subtree of its critical name constraints (RFC 5280 4.2.1.10).
// INVALID_ARGUMENT unless it is self-signed by a valid signature, a CA of path
// length 0 for certificates and revocation lists only, and bound in this way.
absl::StatusOr<base::DomainName> DomainOfRoot(const Certificate& root);

}  // namespace sijill::pki
