// SPDX-License-Identifier: Apache-2.0
// The one file that turns absl::Status into grpc::Status and back. The two
// sets of codes are equal by contract (google/rpc/code.proto).
#pragma once

#include <grpcpp/support/status.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace sijill::rpc {

// True if `status` is our fault and not the caller's: INTERNAL, DATA_LOSS,
// UNKNOWN, and UNAVAILABLE unless it is a refusal (common/refusal). Such texts
// name files and keys and must not leave the process.
bool IsFault(const absl::Status& status);

// What the caller is told. A refusal keeps its sentence and details
// (grpc-status-details-bin); they are cut to what every client's header limit
// of 8 KiB takes: the message to 512 bytes, details to those that fit, the
// ErrorInfo first. A fault keeps only its code, and gets a
// google.rpc.RequestInfo with `incident`, which the log has as well.
grpc::Status ToGrpc(const absl::Status& status, std::string_view incident);

// What the server told, with its details as payloads.
absl::Status FromGrpc(const grpc::Status& status);

// The incident a fault was given, if there is one.
std::optional<std::string> IncidentOf(const absl::Status& status);

}  // namespace sijill::rpc
