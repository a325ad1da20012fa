// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/transfer_handlers.h"

#include "services/readmission/domain/notice/notify_transfer.h"
#include "services/readmission/domain/transfer/answer.h"
#include "services/readmission/domain/transfer/cancellation.h"
#include "services/readmission/domain/transfer/passage.h"
#include "services/readmission/rpc/case_change.h"

namespace sijill::readmission {

absl::StatusOr<v1::NotifyTransferResponse> HandleNotifyTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::NotifyTransferRequest& request) {
  return ChangeBy<v1::NotifyTransferResponse>(NotifyTransfer, office, call,
                                              request);
}

absl::StatusOr<v1::CancelTransferResponse> HandleCancelTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::CancelTransferRequest& request) {
  return ChangeBy<v1::CancelTransferResponse>(CancelTransfer, office, call,
                                              request);
}

absl::StatusOr<v1::AcknowledgeTransferResponse> HandleAcknowledgeTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::AcknowledgeTransferRequest& request) {
  return ChangeBy<v1::AcknowledgeTransferResponse>(AcknowledgeTransfer, office,
                                                   call, request);
}

absl::StatusOr<v1::ObjectToTransferResponse> HandleObjectToTransfer(
    const command::Office& office, const rpc::Call& call,
    const v1::ObjectToTransferRequest& request) {
  return ChangeBy<v1::ObjectToTransferResponse>(ObjectToTransfer, office, call,
                                                request);
}

absl::StatusOr<v1::RecordDepartureResponse> HandleRecordDeparture(
    const command::Office& office, const rpc::Call& call,
    const v1::RecordDepartureRequest& request) {
  return ChangeBy<v1::RecordDepartureResponse>(RecordDeparture, office, call,
                                               request);
}

absl::StatusOr<v1::ConfirmArrivalResponse> HandleConfirmArrival(
    const command::Office& office, const rpc::Call& call,
    const v1::ConfirmArrivalRequest& request) {
  return ChangeBy<v1::ConfirmArrivalResponse>(ConfirmArrival, office, call,
                                              request);
}

absl::StatusOr<v1::RefuseArrivalResponse> HandleRefuseArrival(
    const command::Office& office, const rpc::Call& call,
    const v1::RefuseArrivalRequest& request) {
  return ChangeBy<v1::RefuseArrivalResponse>(RefuseArrival, office, call,
                                             request);
}

void AddTransferMethods(const command::Office& office,
                        rpc::MethodTable& table) {
  AddMethod("NotifyTransfer", office, HandleNotifyTransfer, table);
  AddMethod("CancelTransfer", office, HandleCancelTransfer, table);
  AddMethod("AcknowledgeTransfer", office, HandleAcknowledgeTransfer, table);
  AddMethod("ObjectToTransfer", office, HandleObjectToTransfer, table);
  AddMethod("RecordDeparture", office, HandleRecordDeparture, table);
  AddMethod("ConfirmArrival", office, HandleConfirmArrival, table);
  AddMethod("RefuseArrival", office, HandleRefuseArrival, table);
}

}  // namespace sijill::readmission
