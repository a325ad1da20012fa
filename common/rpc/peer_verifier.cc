// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/peer_verifier.h"

#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"

namespace sijill::rpc {

LiveTrust::LiveTrust(pki::TrustStore store)
    : store_(std::make_shared<const pki::TrustStore>(std::move(store))) {}

void LiveTrust::Replace(pki::TrustStore store) {
  auto replacement = std::make_shared<const pki::TrustStore>(std::move(store));
  base::MutexLock lock(mu_);
  store_.swap(replacement);
  ++generation_;
}

std::shared_ptr<const pki::TrustStore> LiveTrust::store() const {
  base::MutexLock lock(mu_);
  return store_;
}

uint64_t LiveTrust::generation() const {
  base::MutexLock lock(mu_);
  return generation_;
}

PeerVerifier::PeerVerifier(std::shared_ptr<const LiveTrust> trust,
                           const time::Clock& clock, pki::Purpose purpose)
    : trust_(std::move(trust)), clock_(clock), purpose_(purpose) {}

absl::StatusOr<Principal> PeerVerifier::Verify(
    std::string_view leaf_pem) const {
  const base::Hash key = base::Sha256({leaf_pem});
  const absl::Time now = clock_.Now();
  // Read before the store: a store newer than its generation is verified once
  // more, an older one is never taken for the newer.
  const uint64_t generation = trust_->generation();
  {
    base::MutexLock lock(mu_);
    const auto at = memory_.find(key);
    if (at != memory_.end() && at->second.generation == generation &&
        now >= at->second.verified_at &&
        now < at->second.verified_at + kRemembered &&
        now <= at->second.not_after) {
      return at->second.principal;
    }
  }
  ASSIGN_OR_RETURN(const pki::VerifiedPeer peer,
                   pki::VerifyPeer(leaf_pem, *trust_->store(), now, purpose_));
  Principal principal = {.id = peer.id,
                         .certificate_serial = peer.serial_hex,
                         .certificate_fingerprint = peer.fingerprint};
  base::MutexLock lock(mu_);
  if (memory_.size() >= kMaxRemembered) memory_.clear();
  memory_.insert_or_assign(
      key, Remembered{principal, generation, now, peer.not_after});
  return principal;
}

}  // namespace sijill::rpc
