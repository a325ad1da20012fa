// SPDX-License-Identifier: Apache-2.0
// One command's way: known request id? load, decide, propose, receipt.
#pragma once

#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/command/caller.h"
#include "common/command/case_access.h"
#include "common/command/office.h"
#include "common/decision/decision.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/common.pb.h"

namespace sijill::command {

// What every mutation's request has besides what it is about. Refers to the
// request.
struct Mutation {
  const rpc::Call& call;
  const v1::Caller& caller;
  std::string_view request_id;  // as it came
  bool validate_only = false;
};

// What a mutation comes to: the same for every repetition of its request.
struct Recorded {
  std::vector<v1::Receipt> receipts;  // none if only validated
  base::StreamName stream;
};

// Changes the case `case_name` by what `decide` says of it. `decide` is pure
// and may be called several times: again whenever the case or the registry
// moved between decision and commit.
//
// Besides what `decide` refuses: INVALID_ARGUMENT for the request id and the
// caller's claims; PERMISSION_DENIED if the caller's duty was revoked;
// ALREADY_EXISTS, REQUEST_ID_REUSED; CaseNotFound(); ABORTED,
// CASE_BUSY, if the case moved too often; RESOURCE_EXHAUSTED, QUEUE_FULL, and
// UNAVAILABLE, STORAGE_LOW, with a retry hint; UNAVAILABLE if the node stops.
absl::StatusOr<Recorded> ChangeCase(
    const Office& office, const Mutation& mutation, std::string_view case_name,
    absl::FunctionRef<absl::StatusOr<decision::Decision>(
        const casestate::CaseState&, const decision::Context&)>
        decide);

// Opens a case by what `decide` says; errors as ChangeCase().
absl::StatusOr<Recorded> OpenCase(
    const Office& office, const Mutation& mutation,
    absl::FunctionRef<
        absl::StatusOr<decision::Decision>(const decision::Context&)>
        decide);

// Writes one event in a stream that is no case (a corridor), sealed for the
// asker's agency and for `audience` (ascending domains). Errors as
// ChangeCase().
absl::StatusOr<Recorded> WriteInStream(const Office& office,
                                       const Mutation& mutation,
                                       const base::StreamName& stream,
                                       const std::vector<std::string>& audience,
                                       const decision::DecidedEvent& event);

}  // namespace sijill::command
