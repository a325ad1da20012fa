// SPDX-License-Identifier: Apache-2.0
#include "services/node/trust/seal_certificates.h"

#include "common/base/status_macros.h"
#include "common/pki/certificate.h"
#include "common/pki/path_validation.h"
#include "common/pki/profile.h"
#include "common/pki/spiffe_id.h"

namespace sijill::node {
namespace {

absl::StatusOr<pki::SpiffeId> SealIdOf(const pki::Certificate& leaf) {
  if (leaf.uris().size() != 1) {
    return absl::UnauthenticatedError("a seal names one URI");
  }
  ASSIGN_OR_RETURN(pki::SpiffeId id, pki::SpiffeId::Parse(leaf.uris().front()));
  if (id.kind() != pki::SpiffeId::Kind::kSeal) {
    return absl::UnauthenticatedError("the certificate is no seal's");
  }
  return id;
}

}  // namespace

absl::Status SealCertificates::CheckIssued(const pki::Certificate& leaf,
                                           const base::DomainName& domain,
                                           absl::Time at) const {
  RETURN_IF_ERROR(pki::MatchesProfile(leaf, pki::SpiffeId::Kind::kSeal));
  const bool simulated = event_time_ == EventTime::kSimulated;
  const absl::Time then = simulated ? leaf.not_before() + pki::kBackdating : at;
  const auto trust = trust_->store();
  absl::Status why = absl::UnauthenticatedError("the domain is not known here");
  for (const pki::TrustStore::Anchor& anchor : trust->AnchorsOf(domain)) {
    why = pki::ValidatePath(leaf, anchor.root, then);
    if (!why.ok()) continue;  // another root of the domain, perhaps
    if (!anchor.revocations) {
      return absl::FailedPreconditionError(
          "no revocation list of the seal's domain is held here");
    }
    const auto& revoked = anchor.revocations->revocations();
    const auto found = revoked.find(leaf.serial_hex());
    if (found != revoked.end() && (simulated || found->second.at <= at)) {
      return absl::UnauthenticatedError("the seal's certificate was revoked");
    }
    return absl::OkStatus();
  }
  return why;
}

absl::StatusOr<crypto::PublicKey> SealCertificates::KeyOf(
    const base::AgencyName& agency, std::string_view certificate,
    const std::vector<std::string>& chain, absl::Time at) const {
  // Roots issue leaves themselves (path length 0).
  if (!chain.empty()) {
    return absl::UnauthenticatedError("a seal is issued by its root alone");
  }
  ASSIGN_OR_RETURN(const auto leaf, pki::Certificate::FromDer(certificate));
  ASSIGN_OR_RETURN(const pki::SpiffeId id, SealIdOf(leaf));
  if (id.agency() != agency) {
    return absl::UnauthenticatedError("the seal is another agency's");
  }
  if (started_) RETURN_IF_ERROR(CheckIssued(leaf, id.domain(), at));
  return leaf.public_key();
}

}  // namespace sijill::node
