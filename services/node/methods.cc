// SPDX-License-Identifier: Apache-2.0
#include "services/node/methods.h"

#include "services/audit/rpc/audit_methods.h"
#include "services/exchange/rpc/exchange_methods.h"
#include "services/identity/rpc/identity_methods.h"
#include "services/ledger/rpc/ledger_methods.h"
#include "services/readmission/rpc/readmission_methods.h"
#include "services/registry/rpc/registry_methods.h"
#include "services/travel_document/rpc/travel_document_methods.h"

namespace sijill::node {

void AddMethods(const Served& served, rpc::MethodTable& methods) {
  registry::AddRegistryMethods(served.office, methods);
  readmission::AddReadmissionMethods(served.office, methods);
  identity::AddIdentityMethods(served.office, methods);
  travel_document::AddTravelDocumentMethods(served.office, methods);
  audit::AddAuditMethods(served.office, methods);
  ledger_service::AddLedgerMethods(served.office, methods);
  exchange::AddExchangeMethods(
      {.office = served.office, .peers = served.peers, .log = served.log},
      methods);
}

}  // namespace sijill::node
