// SPDX-License-Identifier: Apache-2.0
// The services that this process serves: one line each.
#pragma once

#include "common/command/office.h"
#include "common/observe/log.h"
#include "common/rpc/method_table.h"
#include "services/exchange/peers/peer_table.h"

namespace sijill::node {

// What the services' handlers refer to; outlives the table.
struct Served {
  const command::Office& office;
  const exchange::PeerTable& peers;
  observe::Log& log;
};

void AddMethods(const Served& served, rpc::MethodTable& methods);

}  // namespace sijill::node
