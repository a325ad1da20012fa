// SPDX-License-Identifier: Apache-2.0
#include "services/node/trust/seal_certificates.h"

#include "common/base/status_macros.h"
#include "common/pki/certificate.h"
#include "common/pki/path_validation.h"
#include "common/pki/profile.h"
#include "common/pki/spiffe_id.h"
#include "common/pki/verify.h"

namespace sijill::node {
namespace {

// The id of a seal that some root of its domain signed at some time.
absl::StatusOr<pki::SpiffeId> OnceIssued(const pki::Certificate& leaf,
                                         const pki::TrustStore& trust) {
  if (leaf.uris().size() != 1) {
    return absl::UnauthenticatedError("a seal names one URI");
  }
  ASSIGN_OR_RETURN(pki::SpiffeId id, pki::SpiffeId::Parse(leaf.uris().front()));
  if (id.kind() != pki::SpiffeId::Kind::kSeal) {
    return absl::UnauthenticatedError("the certificate is no seal's");
  }
  RETURN_IF_ERROR(pki::MatchesProfile(leaf, id.kind()));
  // It was valid in the second after it began, when its root was, too.
  const absl::Time then = leaf.not_before() + pki::kBackdating;
  absl::Status why = absl::UnauthenticatedError("the domain is not known here");
  for (const auto& anchor : trust.AnchorsOf(id.domain())) {
    why = pki::ValidatePath(leaf, anchor.root, then);
    if (why.ok()) return id;
  }
  return why;
}

}  // namespace

absl::StatusOr<crypto::PublicKey> SealCertificates::KeyOf(
    const base::AgencyName& agency, std::string_view certificate,
    const std::vector<std::string>& chain) const {
  // Roots issue leaves themselves (path length 0).
  if (!chain.empty()) {
    return absl::UnauthenticatedError("a seal is issued by its root alone");
  }
  ASSIGN_OR_RETURN(const auto leaf, pki::Certificate::FromDer(certificate));
  const auto trust = trust_->store();
  absl::StatusOr<pki::SpiffeId> id = OnceIssued(leaf, *trust);
  if (started_) {
    const auto verified =
        pki::VerifyPeer(leaf, *trust, clock_.Now(), pki::Purpose::kSeal);
    id = verified.ok() ? absl::StatusOr<pki::SpiffeId>(verified->id)
                       : verified.status();
  }
  RETURN_IF_ERROR(id.status());
  if (id->agency() != agency) {
    return absl::UnauthenticatedError("the seal is another agency's");
  }
  return leaf.public_key();
}

}  // namespace sijill::node
