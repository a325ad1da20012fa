// SPDX-License-Identifier: Apache-2.0
// What reads: a case, the work list, what is required. Errors:
// proto/sijill/v1/readmission_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "services/readmission/projection/case_index.h"
#include "sijill/v1/readmission_reads.pb.h"

namespace sijill::readmission {

absl::StatusOr<v1::GetCaseResponse> HandleGetCase(
    const command::Office& office, const rpc::Call& call,
    const v1::GetCaseRequest& request);
// `index` is of the same office.
absl::StatusOr<v1::ListCasesResponse> HandleListCases(
    const command::Office& office, CaseIndex& index, const rpc::Call& call,
    const v1::ListCasesRequest& request);
absl::StatusOr<v1::ListRequirementsResponse> HandleListRequirements(
    const command::Office& office, const rpc::Call& call,
    const v1::ListRequirementsRequest& request);

}  // namespace sijill::readmission
