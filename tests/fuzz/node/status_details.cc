// SPDX-License-Identifier: Apache-2.0
// What a server tells its caller, read by the caller: google.rpc.Status.
#include <string>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "common/rpc/transport/status.h"
#include "google/rpc/status.pb.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/node/node_targets.h"

namespace sijill::fuzz {
namespace {

std::string DetailsOf(const absl::Status& status) {
  return rpc::ToGrpc(status, "incident").error_details();
}

}  // namespace

Inputs StatusDetailsSeeds() {
  refusal::FieldProblems problems;
  problems.Add("form.person", "required");
  problems.Add("form.sex", "one of the known");
  return {DetailsOf(problems.status()),
          DetailsOf(absl::InternalError("a fault")),
          DetailsOf(refusal::RetryAfter(
              refusal::Refuse(absl::StatusCode::kResourceExhausted,
                              "SERVER_BUSY", "busy", {{"queue", "full"}}),
              absl::Seconds(1)))};
}

// Whatever a server sends, the caller has a status and reads it; and what is
// then told again fits into headers.
void FuzzStatusDetails(std::string_view bytes) {
  const grpc::Status sent(grpc::StatusCode::INVALID_ARGUMENT, "refused",
                          std::string(bytes));
  const absl::Status status = rpc::FromGrpc(sent);
  RequireInvalid(status, "the code is the one that was sent");
  const auto reason = refusal::ReasonOf(status);
  (void)refusal::MetadataOf(status);
  (void)refusal::FieldViolationsOf(status);
  (void)refusal::RetryDelayOf(status);
  (void)rpc::IncidentOf(status);
  const grpc::Status again = rpc::ToGrpc(status, "incident");
  Require(again.error_details().size() <= 8192, "details fit into headers");
  google::rpc::Status details;
  Require(details.ParseFromString(again.error_details()),
          "details are a message");
  if (bytes.size() < 4096) {
    Require(refusal::ReasonOf(rpc::FromGrpc(again)) == reason,
            "the reason is handed on");
  }
}

}  // namespace sijill::fuzz
