// SPDX-License-Identifier: Apache-2.0
// What consulate and requested State say of the person. Errors: see the method
// of the same name in IdentityService.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/identity_service.pb.h"

namespace sijill::identity {

absl::StatusOr<v1::RecordIdentityFindingResponse> HandleRecordIdentityFinding(
    const command::Office& office, const rpc::Call& call,
    const v1::RecordIdentityFindingRequest& request);

absl::StatusOr<v1::ConfirmNationalityResponse> HandleConfirmNationality(
    const command::Office& office, const rpc::Call& call,
    const v1::ConfirmNationalityRequest& request);

absl::StatusOr<v1::DenyNationalityResponse> HandleDenyNationality(
    const command::Office& office, const rpc::Call& call,
    const v1::DenyNationalityRequest& request);

}  // namespace sijill::identity
