// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/failure.h"

#include <optional>
#include <utility>

#include "absl/strings/cord.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "tools/sijill/advice.h"

namespace sijill::cli {
namespace {

constexpr char kNextStep[] = "sijill/next-step";
constexpr char kRequestId[] = "sijill/request-id";
constexpr char kUsage[] = "sijill/usage";

std::string GeneralAdvice(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return "see that the node runs and its address is right, then repeat "
             "the command";
    case absl::StatusCode::kUnauthenticated:
      return "look at the certificate, its root and the revocation list: "
             "sijill pki status";
    case absl::StatusCode::kPermissionDenied:
      return "act as somebody who may: another --profile, or ask the "
             "administrator";
    case absl::StatusCode::kAborted:
      return "repeat the command";
    case absl::StatusCode::kResourceExhausted:
      return "wait a little, then repeat the command";
    case absl::StatusCode::kNotFound:
      return "look at the name or path for a slip";
    case absl::StatusCode::kAlreadyExists:
      return "use what is there, or choose another name";
    case absl::StatusCode::kInvalidArgument:
      return "correct the value; --help shows how it is written";
    case absl::StatusCode::kDataLoss:
      return "change nothing, keep a copy, and compare with a backup";
    default:
      return "put right what the first line names, then repeat the command";
  }
}

std::string Next(const absl::Status& status, std::string_view reason) {
  const absl::optional<absl::Cord> next = status.GetPayload(kNextStep);
  if (next) return std::string(*next);
  const std::string_view advice = AdviceFor(reason);
  return advice.empty() ? GeneralAdvice(status.code()) : std::string(advice);
}

}  // namespace

Failure FailureOf(const absl::Status& status) {
  Failure failure;
  const absl::StatusCode code = status.code();
  if (status.GetPayload(kUsage)) {
    failure.exit_code = ExitCode::kUsage;
  } else if (code == absl::StatusCode::kUnavailable ||
             code == absl::StatusCode::kDeadlineExceeded) {
    failure.exit_code = ExitCode::kUnreachable;
  } else if (code == absl::StatusCode::kDataLoss) {
    failure.exit_code = ExitCode::kVerificationFailed;
  }
  failure.what = std::string(status.message());
  failure.reason = refusal::ReasonOf(status).value_or("");
  failure.next = Next(status, failure.reason);
  for (const auto& [field, description] : refusal::FieldViolationsOf(status)) {
    failure.details.push_back(base::StrCat(field, ": ", description));
  }
  for (const auto& [name, value] : refusal::MetadataOf(status)) {
    failure.details.push_back(base::StrCat(name, ": ", value));
  }
  const absl::optional<absl::Cord> id = status.GetPayload(kRequestId);
  if (id) failure.request_id = std::string(*id);
  return failure;
}

absl::Status WithNextStep(absl::Status status, std::string next) {
  if (!status.ok()) status.SetPayload(kNextStep, absl::Cord(std::move(next)));
  return status;
}

absl::Status WithRequestId(absl::Status status, const std::string& request_id) {
  if (!status.ok()) status.SetPayload(kRequestId, absl::Cord(request_id));
  return status;
}

absl::Status UsageError(absl::Status status) {
  if (!status.ok()) status.SetPayload(kUsage, absl::Cord());
  return status;
}

absl::Status UsageError(std::string what) {
  return UsageError(absl::InvalidArgumentError(what));
}

}  // namespace sijill::cli
