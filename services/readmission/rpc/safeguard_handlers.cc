// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/safeguard_handlers.h"

#include "services/readmission/domain/safeguard/gate.h"
#include "services/readmission/domain/safeguard/hold.h"
#include "services/readmission/domain/safeguard/role.h"
#include "services/readmission/rpc/case_change.h"

namespace sijill::readmission {

absl::StatusOr<v1::AssignRoleResponse> HandleAssignRole(
    const command::Office& office, const rpc::Call& call,
    const v1::AssignRoleRequest& request) {
  return ChangeBy<v1::AssignRoleResponse>(AssignRole, office, call, request);
}

absl::StatusOr<v1::RecordGateResponse> HandleRecordGate(
    const command::Office& office, const rpc::Call& call,
    const v1::RecordGateRequest& request) {
  return ChangeBy<v1::RecordGateResponse>(RecordGate, office, call, request);
}

absl::StatusOr<v1::PlaceSafeguardHoldResponse> HandlePlaceSafeguardHold(
    const command::Office& office, const rpc::Call& call,
    const v1::PlaceSafeguardHoldRequest& request) {
  return ChangeBy<v1::PlaceSafeguardHoldResponse>(PlaceSafeguardHold, office,
                                                  call, request);
}

absl::StatusOr<v1::ReleaseSafeguardHoldResponse> HandleReleaseSafeguardHold(
    const command::Office& office, const rpc::Call& call,
    const v1::ReleaseSafeguardHoldRequest& request) {
  return ChangeBy<v1::ReleaseSafeguardHoldResponse>(ReleaseSafeguardHold,
                                                    office, call, request);
}

void AddSafeguardMethods(const command::Office& office,
                         rpc::MethodTable& table) {
  AddMethod("AssignRole", office, HandleAssignRole, table);
  AddMethod("RecordGate", office, HandleRecordGate, table);
  AddMethod("PlaceSafeguardHold", office, HandlePlaceSafeguardHold, table);
  AddMethod("ReleaseSafeguardHold", office, HandleReleaseSafeguardHold, table);
}

}  // namespace sijill::readmission
