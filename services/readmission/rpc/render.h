// SPDX-License-Identifier: Apache-2.0
// What the handlers of mutations share.
#pragma once

#include "common/command/mutation.h"
#include "common/rpc/method_table.h"

namespace sijill::readmission {

// Refers to the request.
template <typename Request>
command::Mutation MutationOf(const rpc::Call& call, const Request& request) {
  return {.call = call,
          .caller = request.caller(),
          .request_id = request.request_id(),
          .validate_only = request.validate_only()};
}

template <typename Response>
Response ReceiptsResponse(const command::Recorded& recorded) {
  Response response;
  response.mutable_receipts()->Assign(recorded.receipts.begin(),
                                      recorded.receipts.end());
  return response;
}

}  // namespace sijill::readmission
