// SPDX-License-Identifier: Apache-2.0
#include "services/node/facts.h"

#include <algorithm>

#include "common/config/file.h"
#include "common/pki/certificate.h"

namespace sijill::node {
namespace {

std::optional<absl::Time> ExpiryOf(const rpc::IdentityDirectory& identity) {
  const auto pem = config::ReadFile(identity.certificate_path());
  if (!pem.ok()) return std::nullopt;
  const auto certificate = pki::Certificate::FromPem(*pem);
  if (!certificate.ok()) return std::nullopt;
  return certificate->not_after();
}

// Of several roots, one following the other, the list that is due first.
std::optional<exchange::ListSpan> ListOf(const pki::TrustStore& trust,
                                         const base::DomainName& domain) {
  std::optional<exchange::ListSpan> first;
  for (const auto& anchor : trust.AnchorsOf(domain)) {
    if (!anchor.revocations) continue;
    const exchange::ListSpan span = {anchor.revocations->this_update(),
                                     anchor.revocations->next_update()};
    if (!first || span.due_at < first->due_at) first = span;
  }
  return first;
}

}  // namespace

exchange::NodeFacts GatherFacts(
    const base::DomainName& domain, const rpc::IdentityDirectory& identity,
    const pki::TrustStore& trust, const std::vector<exchange::PeerLink>& peers,
    const std::vector<exchange::CourierStatus>& couriers) {
  exchange::NodeFacts facts{.version = SIJILL_VERSION,
                            .certificate_expires_at = ExpiryOf(identity),
                            .revocation_list = ListOf(trust, domain)};
  for (const exchange::PeerLink& link : peers) {
    const base::DomainName& peer = link.peer.domain;
    const auto courier =
        std::ranges::find(couriers, peer, &exchange::CourierStatus::peer);
    facts.peers.push_back(
        {.delivery = courier == couriers.end()
                         ? exchange::CourierStatus{.peer = peer}
                         : *courier,
         .address = link.address,
         .revocation_list = ListOf(trust, peer)});
  }
  return facts;
}

bool IsUnconfirmed(const std::vector<exchange::CourierStatus>& couriers) {
  return !couriers.empty() &&
         std::ranges::none_of(couriers, [](const auto& courier) {
           return courier.first_confirmed_at.has_value();
         });
}

}  // namespace sijill::node
