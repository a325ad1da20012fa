// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/rpc/document_requests.h"

#include "common/base/status_macros.h"
#include "common/command/mutation.h"
#include "services/travel_document/domain/decline_and_revoke.h"
#include "services/travel_document/domain/request_travel_document.h"

namespace sijill::travel_document {
namespace {

// The way that all three go: what differs is the decision.
template <typename Response, typename Request, typename Decide>
absl::StatusOr<Response> Change(const command::Office& office,
                                const rpc::Call& call, const Request& request,
                                Decide decide) {
  ASSIGN_OR_RETURN(
      const command::Recorded done,
      command::ChangeCase(office,
                          {.call = call,
                           .caller = request.caller(),
                           .request_id = request.request_id(),
                           .validate_only = request.validate_only()},
                          request.case_name(),
                          [&](const casestate::CaseState& state,
                              const decision::Context& context) {
                            return decide(state, request, context);
                          }));
  Response response;
  response.mutable_receipts()->Assign(done.receipts.begin(),
                                      done.receipts.end());
  return response;
}

}  // namespace

absl::StatusOr<v1::RequestTravelDocumentResponse> HandleRequestTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::RequestTravelDocumentRequest& request) {
  return Change<v1::RequestTravelDocumentResponse>(office, call, request,
                                                   RequestTravelDocument);
}

absl::StatusOr<v1::DeclineTravelDocumentResponse> HandleDeclineTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::DeclineTravelDocumentRequest& request) {
  return Change<v1::DeclineTravelDocumentResponse>(office, call, request,
                                                   DeclineTravelDocument);
}

absl::StatusOr<v1::RevokeTravelDocumentResponse> HandleRevokeTravelDocument(
    const command::Office& office, const rpc::Call& call,
    const v1::RevokeTravelDocumentRequest& request) {
  return Change<v1::RevokeTravelDocumentResponse>(office, call, request,
                                                  RevokeTravelDocument);
}

}  // namespace sijill::travel_document
