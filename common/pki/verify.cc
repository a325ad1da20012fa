// SPDX-License-Identifier: Apache-2.0
#include "common/pki/verify.h"

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/pki/path_validation.h"
#include "common/pki/profile.h"

namespace sijill::pki {
namespace {

absl::Status Refused(std::string_view why) {
  return absl::UnauthenticatedError(base::StrCat("the certificate ", why));
}

bool Fits(SpiffeId::Kind kind, Purpose purpose) {
  switch (purpose) {
    case Purpose::kClient:
      return kind != SpiffeId::Kind::kSeal;
    case Purpose::kServer:
      return kind == SpiffeId::Kind::kNode;
    case Purpose::kSeal:
      return kind == SpiffeId::Kind::kSeal;
  }
  return false;
}

absl::StatusOr<SpiffeId> IdOf(const Certificate& leaf, Purpose purpose) {
  if (leaf.uris().size() != 1) {
    return Refused(leaf.uris().empty() ? "names no URI: it speaks for nobody"
                                       : "names several URIs");
  }
  absl::StatusOr<SpiffeId> id = SpiffeId::Parse(leaf.uris()[0]);
  if (!id.ok()) return absl::UnauthenticatedError(id.status().message());
  if (!Fits(id->kind(), purpose)) {
    return Refused(base::StrCat("is of a ", KindName(id->kind()),
                                ", which is not what it is shown for"));
  }
  return id;
}

// The anchor that issued `leaf`, sought only among the roots bound to the
// domain it names: this alone refuses a root that speaks for another domain,
// whatever OpenSSL makes of its name constraints. Of several roots of a domain
// the key id tells which, since they share a name.
absl::StatusOr<const TrustStore::Anchor*> AnchorOf(const Certificate& leaf,
                                                   const SpiffeId& id,
                                                   const TrustStore& trust) {
  const std::span<const TrustStore::Anchor> anchors =
      trust.AnchorsOf(id.domain());
  if (anchors.empty()) {
    return Refused("is of a domain whose root is not known here");
  }
  for (const TrustStore::Anchor& anchor : anchors) {
    if (X509_check_issued(anchor.root.get(), leaf.get()) == X509_V_OK) {
      return &anchor;
    }
  }
  return Refused("was not issued by the root of its domain");
}

absl::Status NotRevoked(const Certificate& leaf,
                        const std::optional<RevocationList>& list,
                        absl::Time now, Freshness freshness) {
  if (!list) {
    return absl::FailedPreconditionError(
        "no revocation list of the certificate's domain is held here");
  }
  if (list->IsRevoked(leaf.serial_hex())) return Refused("was revoked");
  if (freshness == Freshness::kInForce && list->next_update() < now) {
    return absl::FailedPreconditionError(
        "the revocation list of the certificate's domain is overdue");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VerifiedPeer> VerifyPeer(const Certificate& leaf,
                                        const TrustStore& trust, absl::Time now,
                                        Purpose purpose, Freshness freshness) {
  ASSIGN_OR_RETURN(SpiffeId id, IdOf(leaf, purpose));
  ASSIGN_OR_RETURN(const TrustStore::Anchor* const anchor,
                   AnchorOf(leaf, id, trust));
  RETURN_IF_ERROR(ValidatePath(leaf, anchor->root, now));
  RETURN_IF_ERROR(MatchesProfile(leaf, id.kind()));
  RETURN_IF_ERROR(NotRevoked(leaf, anchor->revocations, now, freshness));
  return VerifiedPeer{std::move(id), leaf.serial_hex(), leaf.fingerprint(),
                      leaf.not_after()};
}

absl::StatusOr<VerifiedPeer> VerifyPeer(std::string_view leaf_pem,
                                        const TrustStore& trust, absl::Time now,
                                        Purpose purpose, Freshness freshness) {
  ASSIGN_OR_RETURN(const Certificate leaf, Certificate::FromPem(leaf_pem));
  return VerifyPeer(leaf, trust, now, purpose, freshness);
}

}  // namespace sijill::pki
