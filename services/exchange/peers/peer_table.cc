// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/peers/peer_table.h"

#include <utility>

namespace sijill::exchange {

void PeerTable::Replace(std::vector<PeerLink> peers) {
  base::MutexLock lock(mu_);
  peers_.clear();
  for (PeerLink& link : peers) {
    const base::DomainName domain = link.peer.domain;
    peers_.emplace(domain, std::move(link));
  }
}

std::optional<PeerLink> PeerTable::Find(const base::DomainName& domain) const {
  base::MutexLock lock(mu_);
  const auto found = peers_.find(domain);
  if (found == peers_.end()) return std::nullopt;
  return found->second;
}

std::vector<PeerLink> PeerTable::all() const {
  base::MutexLock lock(mu_);
  std::vector<PeerLink> links;
  for (const auto& [domain, link] : peers_) links.push_back(link);
  return links;
}

}  // namespace sijill::exchange
