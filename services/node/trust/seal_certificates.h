// SPDX-License-Identifier: Apache-2.0
// Which seal certificates the node takes endorsements by.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"
#include "common/crypto/p256.h"
#include "common/rpc/peer_verifier.h"

namespace sijill::node {

// How the instant of an endorsement is held against its certificate.
enum class EventTime {
  kBinding,    // the certificate was valid, and not yet revoked, then
  kSimulated,  // exercises move the clock: validity in time means nothing, and
               // what is revoked is refused whenever that was
};

// The check behind casefile::SealCertificateCheck. Safe from every thread.
class SealCertificates {
 public:
  SealCertificates(std::shared_ptr<const rpc::LiveTrust> trust,
                   EventTime event_time)
      : trust_(std::move(trust)), event_time_(event_time) {}

  // The key in `certificate` (DER) if it is a seal of `agency` that its
  // domain's root had issued, and not revoked, at the instant `at` of the
  // event that endorses it: whoever joins after years reads it as those did
  // who were there. UNAUTHENTICATED otherwise; INVALID_ARGUMENT if it is no
  // certificate.
  //
  // While the node starts it reads what it verified before it logged it: only
  // the agency is compared then, since peers may be gone and roots replaced.
  // What ends a key is KeyRetired or KeyRevoked.
  absl::StatusOr<crypto::PublicKey> KeyOf(const base::AgencyName& agency,
                                          std::string_view certificate,
                                          const std::vector<std::string>& chain,
                                          absl::Time at) const;

  // From now on, what comes is new.
  void Started() { started_ = true; }

 private:
  absl::Status CheckIssued(const pki::Certificate& leaf,
                           const base::DomainName& domain, absl::Time at) const;

  const std::shared_ptr<const rpc::LiveTrust> trust_;
  const EventTime event_time_;
  std::atomic<bool> started_ = false;
};

}  // namespace sijill::node
