// SPDX-License-Identifier: Apache-2.0
// What `sijill node status` has found out, and how it is shown.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "common/merkle/checkpoint.h"
#include "sijill/v1/exchange_service.pb.h"
#include "tools/sijill/output.h"

namespace sijill::cli {

struct LogState {
  merkle::Checkpoint checkpoint;
  std::string recorded_at;  // empty while it is empty
};

// What one run has found out.
struct NodeState {
  v1::GetNodeStatusResponse status;
  std::vector<std::pair<std::string, std::string>> health;  // by service
  std::vector<LogState> logs;
  std::string identity;  // the caller's
  absl::Time certificate_expires_at;
  absl::Time list_due_at;  // of the profile's revocation list
};

// For people, or with --json as one object. `now` is what is counted from.
void PrintNodeState(const NodeState& state, absl::Time now, Output& output);

}  // namespace sijill::cli
