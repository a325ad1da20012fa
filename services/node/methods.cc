// SPDX-License-Identifier: Apache-2.0
#include "services/node/methods.h"

#include "services/exchange/rpc/exchange_methods.h"
#include "services/ledger/rpc/ledger_methods.h"
#include "services/registry/rpc/registry_methods.h"

namespace sijill::node {

void AddMethods(const Served& served, rpc::MethodTable& methods) {
  registry::AddRegistryMethods(served.office, methods);
  ledger_service::AddLedgerMethods(served.office, methods);
  exchange::AddExchangeMethods(
      {.office = served.office, .peers = served.peers, .log = served.log},
      methods);
}

}  // namespace sijill::node
