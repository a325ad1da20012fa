// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/reply_handlers.h"

#include "common/base/status_macros.h"
#include "common/command/mutation.h"
#include "services/readmission/domain/reply/receipt.h"
#include "services/readmission/domain/reply/reply.h"
#include "services/readmission/rpc/render.h"
#include "sijill/v1/events.pb.h"

namespace sijill::readmission {
namespace {

// Whether the reply recorded is late, as its event says: for a repeated request
// nothing is decided, and the clock has gone on. `decided` stands for an event
// that was not recorded.
template <typename Part>
absl::StatusOr<bool> LateOf(const command::Office& office,
                            const command::Recorded& recorded,
                            const decision::Decision& decided) {
  Part part;
  std::string bytes;
  if (!recorded.receipts.empty()) {
    const v1::Receipt& receipt = recorded.receipts.front();
    ASSIGN_OR_RETURN(
        const casefile::HeldEvent held,
        office.casefile.Event(
            receipt.log() == v1::LOG_SHARED ? ledger::LogKind::kShared
                                            : ledger::LogKind::kOwn,
            *base::Hash::From(receipt.event_id()), casefile::EveryPart));
    if (held.parts.front()) bytes = held.parts.front()->bytes;
  } else {
    bytes = decided.events.front().parts.front();
  }
  if (!part.ParseFromString(bytes)) {
    return absl::DataLossError("a reply that was recorded cannot be read");
  }
  return part.timing().late();
}

}  // namespace

absl::StatusOr<v1::ConfirmReceiptResponse> HandleConfirmReceipt(
    const command::Office& office, const rpc::Call& call,
    const v1::ConfirmReceiptRequest& request) {
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::ChangeCase(office, MutationOf(call, request),
                                       request.case_name(),
                                       [](const casestate::CaseState& state,
                                          const decision::Context& context) {
                                         return ConfirmReceipt(state, context);
                                       }));
  return ReceiptsResponse<v1::ConfirmReceiptResponse>(recorded);
}

absl::StatusOr<v1::ReturnAsIncompleteResponse> HandleReturnAsIncomplete(
    const command::Office& office, const rpc::Call& call,
    const v1::ReturnAsIncompleteRequest& request) {
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::ChangeCase(
                       office, MutationOf(call, request), request.case_name(),
                       [&](const casestate::CaseState& state,
                           const decision::Context& context) {
                         return ReturnAsIncomplete(state, request, context);
                       }));
  return ReceiptsResponse<v1::ReturnAsIncompleteResponse>(recorded);
}

absl::StatusOr<v1::ApproveReadmissionResponse> HandleApproveReadmission(
    const command::Office& office, const rpc::Call& call,
    const v1::ApproveReadmissionRequest& request) {
  decision::Decision decided;
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::ChangeCase(
                       office, MutationOf(call, request), request.case_name(),
                       [&](const casestate::CaseState& state,
                           const decision::Context& context)
                           -> absl::StatusOr<decision::Decision> {
                         ASSIGN_OR_RETURN(
                             decided,
                             ApproveReadmission(state, request, context));
                         return decided;
                       }));
  auto response = ReceiptsResponse<v1::ApproveReadmissionResponse>(recorded);
  ASSIGN_OR_RETURN(const bool late,
                   LateOf<v1::Approved>(office, recorded, decided));
  response.set_late(late);
  return response;
}

absl::StatusOr<v1::RefuseReadmissionResponse> HandleRefuseReadmission(
    const command::Office& office, const rpc::Call& call,
    const v1::RefuseReadmissionRequest& request) {
  decision::Decision decided;
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::ChangeCase(
                       office, MutationOf(call, request), request.case_name(),
                       [&](const casestate::CaseState& state,
                           const decision::Context& context)
                           -> absl::StatusOr<decision::Decision> {
                         ASSIGN_OR_RETURN(
                             decided,
                             RefuseReadmission(state, request, context));
                         return decided;
                       }));
  auto response = ReceiptsResponse<v1::RefuseReadmissionResponse>(recorded);
  ASSIGN_OR_RETURN(const bool late,
                   LateOf<v1::Refused>(office, recorded, decided));
  response.set_late(late);
  return response;
}

absl::StatusOr<v1::ReviewLateReplyResponse> HandleReviewLateReply(
    const command::Office& office, const rpc::Call& call,
    const v1::ReviewLateReplyRequest& request) {
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::ChangeCase(
                       office, MutationOf(call, request), request.case_name(),
                       [&](const casestate::CaseState& state,
                           const decision::Context& context) {
                         return ReviewLateReply(state, request, context);
                       }));
  return ReceiptsResponse<v1::ReviewLateReplyResponse>(recorded);
}

}  // namespace sijill::readmission
