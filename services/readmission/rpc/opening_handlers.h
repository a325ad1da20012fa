// SPDX-License-Identifier: Apache-2.0
// What opens and completes a request. Errors:
// proto/sijill/v1/readmission_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

absl::StatusOr<v1::RequestReadmissionResponse> HandleRequestReadmission(
    const command::Office& office, const rpc::Call& call,
    const v1::RequestReadmissionRequest& request);
absl::StatusOr<v1::RequestDocumentResponse> HandleRequestDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::RequestDocumentRequest& request);
absl::StatusOr<v1::CompleteRequestResponse> HandleCompleteRequest(
    const command::Office& office, const rpc::Call& call,
    const v1::CompleteRequestRequest& request);

}  // namespace sijill::readmission
