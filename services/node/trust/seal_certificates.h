// SPDX-License-Identifier: Apache-2.0
// Which seal certificates the node takes endorsements by.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/names.h"
#include "common/crypto/p256.h"
#include "common/rpc/peer_verifier.h"
#include "common/time/clock.h"

namespace sijill::node {

// The check behind casefile::SealCertificateCheck. Safe from every thread.
class SealCertificates {
 public:
  // `clock` outlives this.
  SealCertificates(std::shared_ptr<const rpc::LiveTrust> trust,
                   const time::Clock& clock)
      : trust_(std::move(trust)), clock_(clock) {}

  // The key in `certificate` (DER) if it is a seal of `agency` that its
  // domain's root issued. UNAUTHENTICATED otherwise, as pki::VerifyPeer().
  //
  // While the node starts, endorsements that it took before are read again,
  // long after their certificates expired or were replaced: then the root's
  // signature counts alone. What ends a key is KeyRetired or KeyRevoked.
  absl::StatusOr<crypto::PublicKey> KeyOf(
      const base::AgencyName& agency, std::string_view certificate,
      const std::vector<std::string>& chain) const;

  // From now on, what comes is new: in force, and not revoked.
  void Started() { started_ = true; }

 private:
  const std::shared_ptr<const rpc::LiveTrust> trust_;
  const time::Clock& clock_;
  std::atomic<bool> started_ = false;
};

}  // namespace sijill::node
