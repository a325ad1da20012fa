// SPDX-License-Identifier: Apache-2.0
// Roles, declarations and safeguard holds. Errors of each: the method of its
// name in proto/sijill/v1/readmission_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/readmission_safeguards.pb.h"

namespace sijill::readmission {

absl::StatusOr<v1::AssignRoleResponse> HandleAssignRole(
    const command::Office& office, const rpc::Call& call,
    const v1::AssignRoleRequest& request);
absl::StatusOr<v1::RecordGateResponse> HandleRecordGate(
    const command::Office& office, const rpc::Call& call,
    const v1::RecordGateRequest& request);
absl::StatusOr<v1::PlaceSafeguardHoldResponse> HandlePlaceSafeguardHold(
    const command::Office& office, const rpc::Call& call,
    const v1::PlaceSafeguardHoldRequest& request);
absl::StatusOr<v1::ReleaseSafeguardHoldResponse> HandleReleaseSafeguardHold(
    const command::Office& office, const rpc::Call& call,
    const v1::ReleaseSafeguardHoldRequest& request);

// Offers them. What `office` refers to outlives `table`.
void AddSafeguardMethods(const command::Office& office,
                         rpc::MethodTable& table);

}  // namespace sijill::readmission
