// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/outbox.h"

#include <utility>

namespace sijill::exchange {
namespace {

bool IsSame(const PeerLink& a, const PeerLink& b) {
  return a.address == b.address && a.peer.log_origin == b.peer.log_origin &&
         a.peer.log_key == b.peer.log_key;
}

}  // namespace

void Outbox::SetPeers(const std::vector<PeerLink>& peers) {
  // Couriers that go are joined without the lock: Wake() is on the sequencer's
  // thread.
  std::map<base::DomainName, std::unique_ptr<Courier>> old;
  std::map<base::DomainName, std::unique_ptr<Courier>> made;
  base::MutexLock lock(mu_);
  old.swap(couriers_);
  for (const PeerLink& link : peers) {
    const auto before = old.find(link.peer.domain);
    if (before != old.end() && IsSame(before->second->link(), link)) {
      made[link.peer.domain] = std::move(before->second);
      old.erase(before);
      continue;
    }
    auto client = connect_(link);
    if (!client.ok()) {
      parts_.log.Write(observe::Level::kError, "peer_not_connected",
                       {{"peer", observe::Public(link.peer.domain.str())},
                        {"code", observe::Public(absl::StatusCodeToString(
                                     client.status().code()))}});
      continue;
    }
    made[link.peer.domain] =
        std::make_unique<Courier>(parts_, link, *std::move(client));
  }
  couriers_ = std::move(made);
}

void Outbox::Wake() {
  base::MutexLock lock(mu_);
  for (const auto& [domain, courier] : couriers_) courier->Wake();
}

void Outbox::Heard(const base::DomainName& peer) {
  base::MutexLock lock(mu_);
  const auto courier = couriers_.find(peer);
  if (courier != couriers_.end()) courier->second->Heard();
}

std::vector<CourierStatus> Outbox::statuses() const {
  base::MutexLock lock(mu_);
  std::vector<CourierStatus> statuses;
  for (const auto& [domain, courier] : couriers_) {
    statuses.push_back(courier->status());
  }
  return statuses;
}

}  // namespace sijill::exchange
