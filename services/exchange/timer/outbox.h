// SPDX-License-Identifier: Apache-2.0
// One courier a peer: a peer that is down blocks nobody else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "services/exchange/timer/courier.h"

namespace sijill::exchange {

// Safe from every thread.
class Outbox {
 public:
  // A connection to a peer; called when a peer is added or changed.
  using Connector = std::function<absl::StatusOr<std::unique_ptr<rpc::Client>>(
      const PeerLink&)>;

  // What `parts` refers to outlives this.
  Outbox(CourierParts parts, Connector connect)
      : parts_(std::move(parts)), connect_(std::move(connect)) {}

  // Delivers to these peers from now on, and to no others. A peer that did not
  // change keeps its courier. Calls under way to those that go are cancelled.
  void SetPeers(const std::vector<PeerLink>& peers) ABSL_LOCKS_EXCLUDED(mu_);

  // Something was written: to be called after a commit; does not block for
  // longer than SetPeers() of another thread takes to swap.
  void Wake() ABSL_LOCKS_EXCLUDED(mu_);

  // A peer calls: it can be reached. As Wake().
  void Heard(const base::DomainName& peer) ABSL_LOCKS_EXCLUDED(mu_);

  // Ascending by peer.
  std::vector<CourierStatus> statuses() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  const CourierParts parts_;
  const Connector connect_;
  mutable base::Mutex mu_;  // the couriers there are
  std::map<base::DomainName, std::unique_ptr<Courier>> couriers_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::exchange
