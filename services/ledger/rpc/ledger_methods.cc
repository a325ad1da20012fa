// SPDX-License-Identifier: Apache-2.0
#include "services/ledger/rpc/ledger_methods.h"

#include <string>

#include "common/base/text.h"

namespace sijill::ledger_service {
namespace {

template <typename Request, typename Response>
void Add(const command::Office& office, rpc::MethodTable& methods,
         std::string_view name,
         absl::StatusOr<Response> (*handle)(const command::Office&,
                                            const rpc::Call&, const Request&)) {
  methods.Add<Request, Response>(
      base::StrCat("/sijill.v1.LedgerService/", name),
      [&office, handle](const rpc::Call& call, const Request& request) {
        return handle(office, call, request);
      });
}

}  // namespace

void AddLedgerMethods(const command::Office& office,
                      rpc::MethodTable& methods) {
  Add(office, methods, "GetCheckpoint", HandleGetCheckpoint);
  Add(office, methods, "GetInclusionProof", HandleGetInclusionProof);
  Add(office, methods, "GetConsistencyProof", HandleGetConsistencyProof);
  Add(office, methods, "GetTile", HandleGetTile);
  Add(office, methods, "GetEntryBundle", HandleGetEntryBundle);
  Add(office, methods, "ListEntries", HandleListEntries);
}

}  // namespace sijill::ledger_service
