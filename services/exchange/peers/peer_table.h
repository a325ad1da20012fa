// SPDX-License-Identifier: Apache-2.0
// The peers that were made known to this node.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/casefile/delivery.h"

namespace sijill::exchange {

// A peer and where its node listens.
struct PeerLink {
  casefile::Peer peer;
  std::string address;  // host:port
};

// Replaced as a whole when the files that name them change. Safe from every
// thread.
class PeerTable {
 public:
  void Replace(std::vector<PeerLink> peers) ABSL_LOCKS_EXCLUDED(mu_);
  // Nothing if no such peer is known.
  std::optional<PeerLink> Find(const base::DomainName& domain) const
      ABSL_LOCKS_EXCLUDED(mu_);
  // Ascending by domain.
  std::vector<PeerLink> all() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  mutable base::Mutex mu_;  // all peers change together
  std::map<base::DomainName, PeerLink> peers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::exchange
