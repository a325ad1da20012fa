// SPDX-License-Identifier: Apache-2.0
// Duty x method: the first of three questions before anything is done (then
// come participation in the case and the role in it).
#pragma once

#include "common/command/office.h"
#include "common/rpc/authorizer.h"
#include "services/exchange/peers/peer_table.h"

namespace sijill::node {

// Denies by default. A certificate of the own domain has the duties that the
// registry grants it; a node's certificate of a known peer has the duty peer
// and no other; everybody else has none.
class DutyAuthorizer final : public rpc::Authorizer {
 public:
  // Both outlive this.
  DutyAuthorizer(const base::DomainName& domain,
                 const command::DirectorySource& registry,
                 const exchange::PeerTable& peers)
      : domain_(domain), registry_(registry), peers_(peers) {}

  absl::Status Authorize(const rpc::Principal& principal,
                         std::string_view full_method) const override;

 private:
  bool IsPeer(const pki::SpiffeId& caller) const;

  const base::DomainName domain_;
  const command::DirectorySource& registry_;
  const exchange::PeerTable& peers_;
};

}  // namespace sijill::node
