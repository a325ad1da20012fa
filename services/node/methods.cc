// SPDX-License-Identifier: Apache-2.0
#include "services/node/methods.h"

#include "services/audit/rpc/audit_methods.h"
#include "services/identity/rpc/identity_methods.h"
#include "services/ledger/rpc/ledger_methods.h"
#include "services/readmission/rpc/readmission_methods.h"
#include "services/registry/rpc/registry_methods.h"
#include "services/travel_document/rpc/travel_document_methods.h"

namespace sijill::node {

void AddMethods(const exchange::Desk& desk, rpc::MethodTable& methods) {
  registry::AddRegistryMethods(desk.office, methods);
  readmission::AddReadmissionMethods(desk.office, methods);
  identity::AddIdentityMethods(desk.office, methods);
  travel_document::AddTravelDocumentMethods(desk.office, methods);
  audit::AddAuditMethods(desk.office, methods);
  ledger_service::AddLedgerMethods(desk.office, methods);
  exchange::AddExchangeMethods(desk, methods);
}

}  // namespace sijill::node
