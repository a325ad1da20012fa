// SPDX-License-Identifier: Apache-2.0
// What the parts of a node know of how it is doing, put together.
#pragma once

#include <vector>

#include "common/base/names.h"
#include "common/pki/trust_store.h"
#include "common/rpc/transport/identity.h"
#include "services/exchange/peers/node_facts.h"
#include "services/exchange/peers/peer_table.h"

namespace sijill::node {

// `peers` and `couriers` ascend by domain; a peer without a courier (there was
// no connection to be made) counts as not reached. What cannot be read is
// absent. Reads the certificate's file.
exchange::NodeFacts GatherFacts(
    const base::DomainName& domain, const rpc::IdentityDirectory& identity,
    const pki::TrustStore& trust, const std::vector<exchange::PeerLink>& peers,
    const std::vector<exchange::CourierStatus>& couriers);

// There are peers, and none has said since the start what it holds of our log.
bool IsUnconfirmed(const std::vector<exchange::CourierStatus>& couriers);

}  // namespace sijill::node
