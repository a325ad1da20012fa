// SPDX-License-Identifier: Apache-2.0
// The way of every handler that changes a case and answers with receipts.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "common/base/status_macros.h"
#include "common/command/mutation.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"

namespace sijill::readmission {

// How a request on a case is decided.
template <typename Request>
using CaseDecision = absl::StatusOr<decision::Decision> (*)(
    const casestate::CaseState&, const Request&, const decision::Context&);

// Loads, decides, records, renders. Errors as command::ChangeCase(), and those
// of `decide`.
template <typename Response, typename Request>
absl::StatusOr<Response> ChangeBy(CaseDecision<Request> decide,
                                  const command::Office& office,
                                  const rpc::Call& call,
                                  const Request& request) {
  ASSIGN_OR_RETURN(
      const command::Recorded recorded,
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
  response.mutable_receipts()->Assign(recorded.receipts.begin(),
                                      recorded.receipts.end());
  return response;
}

// Offers "/sijill.v1.ReadmissionService/<name>". What `office` refers to
// outlives the table.
template <typename Request, typename Response>
void AddMethod(const std::string& name, const command::Office& office,
               absl::StatusOr<Response> (*handle)(const command::Office&,
                                                  const rpc::Call&,
                                                  const Request&),
               rpc::MethodTable& table) {
  table.Add<Request, Response>(
      "/sijill.v1.ReadmissionService/" + name,
      [office, handle](const rpc::Call& call, const Request& request) {
        return handle(office, call, request);
      });
}

}  // namespace sijill::readmission
