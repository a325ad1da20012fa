// SPDX-License-Identifier: Apache-2.0
// From a certificate to a name that may be believed.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"
#include "common/pki/certificate.h"
#include "common/pki/spiffe_id.h"
#include "common/pki/trust_store.h"

namespace sijill::pki {

// What the certificate is shown for.
enum class Purpose {
  kClient,  // it calls us: a node, a system or an officer
  kServer,  // we call it: a node
  kSeal,    // it seals: an agency's seal
};

// How old the knowledge of revocations may be.
enum class Freshness {
  kInForce,     // the list's next update is not past: every connection
  kLatestHeld,  // the newest list held, overdue or not: an audit of the past
};

struct VerifiedPeer {
  SpiffeId id;
  std::string serial_hex;
  base::Hash fingerprint;  // SHA-256 of the DER form
  absl::Time not_after;    // from this second on it is refused
};

// Whom the certificate in `leaf_pem` speaks for at `now`. Roots issue leaves
// themselves (path length 0), so no chain is taken. It looks at exactly one
// URI, read as a SpiffeId of a kind that fits `purpose`; a root that is known
// for that id's domain and is bound to it; OpenSSL's path validation; the
// profile of the kind; and the root's revocations. DNS names, addresses and
// the subject mean nothing here. Safe from every thread.
//
//   INVALID_ARGUMENT     no certificate with a P-256 key; see Certificate
//   UNAUTHENTICATED      it is not to be believed; the text says why, and
//                        names no one
//   FAILED_PRECONDITION  what was revoked is not known: the domain's list is
//                        missing or overdue. Nobody is believed then
//   INTERNAL             OpenSSL failed
absl::StatusOr<VerifiedPeer> VerifyPeer(
    std::string_view leaf_pem, const TrustStore& trust, absl::Time now,
    Purpose purpose, Freshness freshness = Freshness::kInForce);
absl::StatusOr<VerifiedPeer> VerifyPeer(
    const Certificate& leaf, const TrustStore& trust, absl::Time now,
    Purpose purpose, Freshness freshness = Freshness::kInForce);

}  // namespace sijill::pki
