// SPDX-License-Identifier: Apache-2.0
#include "common/pki/trust_store.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/pki/profile.h"

namespace sijill::pki {
namespace {

absl::Status Replace(std::optional<RevocationList>& held, RevocationList list,
                     absl::Time now) {
  if (list.this_update() > now + kBackdating) {
    return absl::FailedPreconditionError(
        "the revocation list is not in force yet: look at the clocks");
  }
  if (list.next_update() < now) {
    return absl::FailedPreconditionError(
        "the revocation list is overdue: ask its domain for the next one");
  }
  if (held && list.number() < held->number()) {
    return absl::FailedPreconditionError(
        "the revocation list is older than the one held");
  }
  held = std::move(list);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<base::DomainName> TrustStore::AddRoot(std::string_view pem) {
  ASSIGN_OR_RETURN(Certificate root, Certificate::FromPem(pem));
  ASSIGN_OR_RETURN(base::DomainName domain, DomainOfRoot(root));
  std::vector<Anchor>& anchors = anchors_[domain];
  for (const Anchor& anchor : anchors) {
    if (anchor.root.fingerprint() == root.fingerprint()) return domain;
  }
  anchors.push_back({std::move(root), std::nullopt});
  return domain;
}

absl::Status TrustStore::SetRevocationList(std::string_view pem,
                                           absl::Time now) {
  absl::Status refusal = absl::UnauthenticatedError(
      "the revocation list is not signed by a root that is known here");
  for (auto& [domain, anchors] : anchors_) {
    for (Anchor& anchor : anchors) {
      absl::StatusOr<RevocationList> list =
          RevocationList::FromPem(pem, anchor.root);
      if (list.ok()) {
        return Replace(anchor.revocations, *std::move(list), now);
      }
      if (!absl::IsUnauthenticated(list.status())) return list.status();
    }
  }
  return refusal;
}

std::span<const TrustStore::Anchor> TrustStore::AnchorsOf(
    const base::DomainName& domain) const {
  const auto found = anchors_.find(domain);
  if (found == anchors_.end()) return {};
  return found->second;
}

std::vector<base::DomainName> TrustStore::domains() const {
  std::vector<base::DomainName> names;
  for (const auto& [domain, anchors] : anchors_) names.push_back(domain);
  return names;
}

}  // namespace sijill::pki
