// SPDX-License-Identifier: Apache-2.0
// From the receipt of a request to the review of a late reply. Errors:
// proto/sijill/v1/readmission_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::readmission {

absl::StatusOr<v1::ConfirmReceiptResponse> HandleConfirmReceipt(
    const command::Office& office, const rpc::Call& call,
    const v1::ConfirmReceiptRequest& request);
absl::StatusOr<v1::ReturnAsIncompleteResponse> HandleReturnAsIncomplete(
    const command::Office& office, const rpc::Call& call,
    const v1::ReturnAsIncompleteRequest& request);
absl::StatusOr<v1::ApproveReadmissionResponse> HandleApproveReadmission(
    const command::Office& office, const rpc::Call& call,
    const v1::ApproveReadmissionRequest& request);
absl::StatusOr<v1::RefuseReadmissionResponse> HandleRefuseReadmission(
    const command::Office& office, const rpc::Call& call,
    const v1::RefuseReadmissionRequest& request);
absl::StatusOr<v1::ReviewLateReplyResponse> HandleReviewLateReply(
    const command::Office& office, const rpc::Call& call,
    const v1::ReviewLateReplyRequest& request);

}  // namespace sijill::readmission
