// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/rpc/readmission_methods.h"

#include <memory>
#include <string>

#include "services/readmission/rpc/ending_handlers.h"
#include "services/readmission/rpc/opening_handlers.h"
#include "services/readmission/rpc/read_handlers.h"
#include "services/readmission/rpc/reply_handlers.h"
#include "services/readmission/rpc/safeguard_handlers.h"
#include "services/readmission/rpc/transfer_handlers.h"

namespace sijill::readmission {
namespace {

constexpr char kService[] = "/sijill.v1.ReadmissionService/";

}  // namespace

void AddReadmissionMethods(const command::Office& office,
                           rpc::MethodTable& methods) {
  const auto add =
      [&]<typename Request, typename Response>(
          const std::string& name,
          absl::StatusOr<Response> (*handle)(
              const command::Office&, const rpc::Call&, const Request&)) {
        methods.Add<Request, Response>(
            kService + name,
            [&office, handle](const rpc::Call& call, const Request& request) {
              return handle(office, call, request);
            });
      };
  add("RequestReadmission", HandleRequestReadmission);
  add("RequestDocument", HandleRequestDocument);
  add("CompleteRequest", HandleCompleteRequest);
  add("ConfirmReceipt", HandleConfirmReceipt);
  add("ReturnAsIncomplete", HandleReturnAsIncomplete);
  add("ApproveReadmission", HandleApproveReadmission);
  add("RefuseReadmission", HandleRefuseReadmission);
  add("ReviewLateReply", HandleReviewLateReply);
  add("GetCase", HandleGetCase);
  add("ListRequirements", HandleListRequirements);
  // Shared: the table copies its handlers, and all have one index.
  const auto index = std::make_shared<CaseIndex>(office);
  methods.Add<v1::ListCasesRequest, v1::ListCasesResponse>(
      std::string(kService) + "ListCases",
      [&office, index](const rpc::Call& call,
                       const v1::ListCasesRequest& request) {
        return HandleListCases(office, *index, call, request);
      });
  AddTransferMethods(office, methods);
  AddSafeguardMethods(office, methods);
  AddEndingMethods(office, methods);
}

}  // namespace sijill::readmission
