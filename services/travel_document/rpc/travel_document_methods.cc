// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/rpc/travel_document_methods.h"

#include <memory>

#include "services/travel_document/rpc/document_requests.h"
#include "services/travel_document/rpc/documents.h"

namespace sijill::travel_document {
namespace {

template <typename Request, typename Response>
using HandlerOf = absl::StatusOr<Response> (*)(const command::Office&,
                                               const rpc::Call&,
                                               const Request&);

template <typename Request, typename Response>
void Add(const command::Office& office, const char* method,
         HandlerOf<Request, Response> handler, rpc::MethodTable& table) {
  table.Add<Request, Response>(
      method, [office, handler](const rpc::Call& call, const Request& request) {
        return handler(office, call, request);
      });
}

}  // namespace

void AddTravelDocumentMethods(const command::Office& office,
                              rpc::MethodTable& table) {
  Add(office, "/sijill.v1.TravelDocumentService/RequestTravelDocument",
      HandleRequestTravelDocument, table);
  Add(office, "/sijill.v1.TravelDocumentService/DeclineTravelDocument",
      HandleDeclineTravelDocument, table);
  Add(office, "/sijill.v1.TravelDocumentService/RevokeTravelDocument",
      HandleRevokeTravelDocument, table);
  Add(office, "/sijill.v1.TravelDocumentService/GetTravelDocument",
      HandleGetTravelDocument, table);
  // Shared because std::function copies its callable; it lives in the table.
  const auto numbers = std::make_shared<IssuedNumbers>(office.casefile);
  table.Add<v1::IssueTravelDocumentRequest, v1::IssueTravelDocumentResponse>(
      "/sijill.v1.TravelDocumentService/IssueTravelDocument",
      [office, numbers](const rpc::Call& call,
                        const v1::IssueTravelDocumentRequest& request) {
        return HandleIssueTravelDocument(office, *numbers, call, request);
      });
}

}  // namespace sijill::travel_document
