// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/ending_handlers.h"

#include "services/readmission/domain/ending/closing.h"
#include "services/readmission/domain/ending/withdrawal.h"
#include "services/readmission/rpc/case_change.h"

namespace sijill::readmission {

absl::StatusOr<v1::WithdrawRequestResponse> HandleWithdrawRequest(
    const command::Office& office, const rpc::Call& call,
    const v1::WithdrawRequestRequest& request) {
  return ChangeBy<v1::WithdrawRequestResponse>(WithdrawRequest, office, call,
                                               request);
}

absl::StatusOr<v1::CloseCaseResponse> HandleCloseCase(
    const command::Office& office, const rpc::Call& call,
    const v1::CloseCaseRequest& request) {
  return ChangeBy<v1::CloseCaseResponse>(CloseCase, office, call, request);
}

void AddEndingMethods(const command::Office& office, rpc::MethodTable& table) {
  AddMethod("WithdrawRequest", office, HandleWithdrawRequest, table);
  AddMethod("CloseCase", office, HandleCloseCase, table);
}

}  // namespace sijill::readmission
