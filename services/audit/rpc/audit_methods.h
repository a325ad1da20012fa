// SPDX-License-Identifier: Apache-2.0
// The methods of sijill.v1.AuditService. Errors: proto/sijill/v1/
// audit_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/audit_service.pb.h"

namespace sijill::audit {

absl::StatusOr<v1::ReplayCaseResponse> HandleReplayCase(
    const command::Office& office, const rpc::Call& call,
    const v1::ReplayCaseRequest& request);
absl::StatusOr<v1::ListDisclosuresResponse> HandleListDisclosures(
    const command::Office& office, const rpc::Call& call,
    const v1::ListDisclosuresRequest& request);

// Offers them; `office` outlives the table.
void AddAuditMethods(const command::Office& office, rpc::MethodTable& methods);

}  // namespace sijill::audit
