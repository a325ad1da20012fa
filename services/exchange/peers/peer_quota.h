// SPDX-License-Identifier: Apache-2.0
// How much of a peer is read: one delivery at a time, and so many bytes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/base/names.h"

namespace sijill::exchange {

// A peer that sends without end costs itself delay, and nobody else a thread,
// memory or disk. Safe from every thread.
class PeerQuota {
 public:
  struct Limits {
    uint64_t bytes_at_once = uint64_t{64} << 20;
    uint64_t bytes_per_second = uint64_t{4} << 20;
  };
  // A peer's turn, for as long as it is held. Not to outlive the quota.
  class Turn {
   public:
    Turn(PeerQuota& quota, base::DomainName peer)
        : quota_(quota), peer_(std::move(peer)) {}
    ~Turn() { quota_.Leave(peer_); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    PeerQuota& quota_;
    const base::DomainName peer_;
  };

  PeerQuota() : PeerQuota(Limits()) {}
  explicit PeerQuota(Limits limits) : limits_(limits) {}

  // Takes a delivery of `bytes`. RESOURCE_EXHAUSTED, reason QUOTA_EXCEEDED,
  // with when to come again, if the peer's last one is not done or it has sent
  // too much; a delivery larger than the limit is taken once nothing is owed.
  absl::StatusOr<std::unique_ptr<Turn>> Enter(const base::DomainName& peer,
                                              uint64_t bytes, absl::Time now)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Account {
    bool busy = false;
    double owed = 0;  // bytes
    absl::Time as_of = absl::InfinitePast();
  };

  void Leave(const base::DomainName& peer) ABSL_LOCKS_EXCLUDED(mu_);

  const Limits limits_;
  base::Mutex mu_;  // looked at and counted in one step
  std::map<base::DomainName, Account> accounts_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::exchange
