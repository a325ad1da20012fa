// SPDX-License-Identifier: Apache-2.0
// From a certificate to a Principal: at the handshake and again on every call.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"
#include "common/base/mutex.h"
#include "common/pki/trust_store.h"
#include "common/pki/verify.h"
#include "common/rpc/principal.h"
#include "common/time/clock.h"

namespace sijill::rpc {

// The trust store that holds now. Servers and clients share it, so that what
// is loaded once counts everywhere at once. Safe from every thread.
class LiveTrust {
 public:
  explicit LiveTrust(pki::TrustStore store);

  // Whoever was revoked by `store` is refused from his next call on, on
  // connections that are open as well.
  void Replace(pki::TrustStore store);
  // Shared: a verification may outlast a replacement.
  std::shared_ptr<const pki::TrustStore> store() const;
  // Rises with every Replace().
  uint64_t generation() const;

 private:
  mutable base::Mutex mu_;  // store and generation change together
  std::shared_ptr<const pki::TrustStore> store_ ABSL_GUARDED_BY(mu_);
  uint64_t generation_ ABSL_GUARDED_BY(mu_) = 1;
};

// Verifies peers and remembers whom it verified for kRemembered, or until the
// trust is replaced: then, and when a certificate or a revocation list expires,
// open connections notice within that time. Safe from every thread.
class PeerVerifier {
 public:
  static constexpr absl::Duration kRemembered = absl::Seconds(1);

  // `clock` must outlive this.
  PeerVerifier(std::shared_ptr<const LiveTrust> trust, const time::Clock& clock,
               pki::Purpose purpose);

  // As pki::VerifyPeer().
  absl::StatusOr<Principal> Verify(std::string_view leaf_pem) const;

 private:
  struct Remembered {
    Principal principal;
    uint64_t generation;
    absl::Time verified_at;
    absl::Time not_after;
  };
  // Of certificates, by the SHA-256 of their PEM. Bounded: only those that a
  // root issued get in, and all are forgotten when it is full.
  using Memory = std::map<base::Hash, Remembered>;
  static constexpr size_t kMaxRemembered = 4096;

  const std::shared_ptr<const LiveTrust> trust_;
  const time::Clock& clock_;
  const pki::Purpose purpose_;
  mutable base::Mutex mu_;
  mutable Memory memory_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::rpc
