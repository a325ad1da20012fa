// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/opening_handlers.h"

#include "common/base/status_macros.h"
#include "common/command/mutation.h"
#include "services/readmission/domain/opening/complete_request.h"
#include "services/readmission/domain/opening/request_document.h"
#include "services/readmission/domain/opening/request_readmission.h"
#include "services/readmission/rpc/render.h"

namespace sijill::readmission {
namespace {

// A case that was only validated has no name: nobody can look it up.
template <typename Response>
Response OpenedResponse(const command::Recorded& recorded) {
  Response response = ReceiptsResponse<Response>(recorded);
  if (!recorded.receipts.empty()) {
    response.set_case_name(recorded.stream.str());
  }
  return response;
}

}  // namespace

absl::StatusOr<v1::RequestReadmissionResponse> HandleRequestReadmission(
    const command::Office& office, const rpc::Call& call,
    const v1::RequestReadmissionRequest& request) {
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::OpenCase(office, MutationOf(call, request),
                                     [&](const decision::Context& context) {
                                       return RequestReadmission(request,
                                                                 context);
                                     }));
  return OpenedResponse<v1::RequestReadmissionResponse>(recorded);
}

absl::StatusOr<v1::RequestDocumentResponse> HandleRequestDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::RequestDocumentRequest& request) {
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::OpenCase(office, MutationOf(call, request),
                                     [&](const decision::Context& context) {
                                       return RequestDocument(request, context);
                                     }));
  return OpenedResponse<v1::RequestDocumentResponse>(recorded);
}

absl::StatusOr<v1::CompleteRequestResponse> HandleCompleteRequest(
    const command::Office& office, const rpc::Call& call,
    const v1::CompleteRequestRequest& request) {
  ASSIGN_OR_RETURN(const command::Recorded recorded,
                   command::ChangeCase(
                       office, MutationOf(call, request), request.case_name(),
                       [&](const casestate::CaseState& state,
                           const decision::Context& context) {
                         return CompleteRequest(state, request, context);
                       }));
  return ReceiptsResponse<v1::CompleteRequestResponse>(recorded);
}

}  // namespace sijill::readmission
