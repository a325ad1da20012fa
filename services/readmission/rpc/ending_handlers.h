// SPDX-License-Identifier: Apache-2.0
// The end of a case. Errors of each: the method of its name in
// proto/sijill/v1/readmission_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

absl::StatusOr<v1::WithdrawRequestResponse> HandleWithdrawRequest(
    const command::Office& office, const rpc::Call& call,
    const v1::WithdrawRequestRequest& request);
absl::StatusOr<v1::CloseCaseResponse> HandleCloseCase(
    const command::Office& office, const rpc::Call& call,
    const v1::CloseCaseRequest& request);

// Offers them. What `office` refers to outlives `table`.
void AddEndingMethods(const command::Office& office, rpc::MethodTable& table);

}  // namespace sijill::readmission
