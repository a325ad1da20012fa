// SPDX-License-Identifier: Apache-2.0
#include "services/identity/rpc/identity_methods.h"

#include "services/identity/rpc/evidence.h"
#include "services/identity/rpc/findings.h"

namespace sijill::identity {
namespace {

template <typename Request, typename Response>
using HandlerOf = absl::StatusOr<Response> (*)(const command::Office&,
                                               const rpc::Call&,
                                               const Request&);

template <typename Request, typename Response>
void Add(const command::Office& office, const char* method,
         HandlerOf<Request, Response> handler, rpc::MethodTable& table) {
  table.Add<Request, Response>(
      method, [office, handler](const rpc::Call& call, const Request& request) {
        return handler(office, call, request);
      });
}

}  // namespace

void AddIdentityMethods(const command::Office& office,
                        rpc::MethodTable& table) {
  Add(office, "/sijill.v1.IdentityService/AddEvidence", HandleAddEvidence,
      table);
  Add(office, "/sijill.v1.IdentityService/RecordIdentityFinding",
      HandleRecordIdentityFinding, table);
  Add(office, "/sijill.v1.IdentityService/ConfirmNationality",
      HandleConfirmNationality, table);
  Add(office, "/sijill.v1.IdentityService/DenyNationality",
      HandleDenyNationality, table);
}

}  // namespace sijill::identity
