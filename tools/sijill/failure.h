// SPDX-License-Identifier: Apache-2.0
// What the command line says when something was not done: an exit code, one
// line on what happened, one line on what to do next.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace sijill::cli {

// Documented, and never changed: scripts read them.
enum class ExitCode {
  kDone = 0,
  kRefused = 1,             // understood, and not done
  kUsage = 2,               // the command line is wrong; nothing was tried
  kUnreachable = 3,         // a node or file system did not answer
  kVerificationFailed = 4,  // a proof, seal or stored thing is not sound
};

struct Failure {
  ExitCode exit_code = ExitCode::kRefused;
  std::string what;
  std::string next;
  std::string reason;  // of google.rpc.ErrorInfo; empty if there is none
  std::vector<std::string> details = {};  // a line each: what is wrong where
  std::string request_id = {};  // repeat with it; empty if there was no request
};

// UNAVAILABLE and DEADLINE_EXCEEDED are kUnreachable, DATA_LOSS is
// kVerificationFailed, a UsageError() is kUsage, all else is kRefused. Requires
// `status` not OK.
Failure FailureOf(const absl::Status& status);

// `status`, with what the user should do next instead of the general advice
// for its code. OK stays OK.
absl::Status WithNextStep(absl::Status status, std::string next);

// `status`, with the id of the request that it answers: whoever repeats it with
// that id cannot have it carried out twice. OK stays OK.
absl::Status WithRequestId(absl::Status status, const std::string& request_id);

// A wrong command line: `status` (or a sentence) with the exit code kUsage.
absl::Status UsageError(absl::Status status);
absl::Status UsageError(std::string what);

}  // namespace sijill::cli
