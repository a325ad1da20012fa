// SPDX-License-Identifier: Apache-2.0
// From the notice of a transfer to the arrival. Errors of each: the method of
// its name in proto/sijill/v1/readmission_service.proto.
#pragma once

#include "absl/status/statusor.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/readmission_transfers.pb.h"

namespace sijill::readmission {

absl::StatusOr<v1::NotifyTransferResponse> HandleNotifyTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::NotifyTransferRequest& request);
absl::StatusOr<v1::CancelTransferResponse> HandleCancelTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::CancelTransferRequest& request);
absl::StatusOr<v1::AcknowledgeTransferResponse> HandleAcknowledgeTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::AcknowledgeTransferRequest& request);
absl::StatusOr<v1::ObjectToTransferResponse> HandleObjectToTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::ObjectToTransferRequest& request);
absl::StatusOr<v1::RecordDepartureResponse> HandleRecordDeparture(
    const command::Office& office, const rpc::Call& call,
    const v1::RecordDepartureRequest& request);
absl::StatusOr<v1::ConfirmArrivalResponse> HandleConfirmArrival(
    const command::Office& office, const rpc::Call& call,
    const v1::ConfirmArrivalRequest& request);
absl::StatusOr<v1::RefuseArrivalResponse> HandleRefuseArrival(
    const command::Office& office, const rpc::Call& call,
    const v1::RefuseArrivalRequest& request);

// Offers them. What `office` refers to outlives `table`.
void AddTransferMethods(const command::Office& office, rpc::MethodTable& table);

}  // namespace sijill::readmission
