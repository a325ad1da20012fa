// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/identity_service.pb.h"

namespace sijill::identity {

// Errors: see IdentityService.AddEvidence.
absl::StatusOr<v1::AddEvidenceResponse> HandleAddEvidence(
    const command::Office& office, const rpc::Call& call,
    const v1::AddEvidenceRequest& request);

}  // namespace sijill::identity
