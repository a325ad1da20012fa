// SPDX-License-Identifier: Apache-2.0
// A replayed case as an auditor reads it.
#pragma once

#include <set>
#include <string>

#include "tools/sijill/audit/replay_check.h"
#include "tools/sijill/output.h"

namespace sijill::cli {

// The events, what is wrong with any, what could not be checked, and the
// verdict. `unsigned_logs`: origins of logs whose key is not known here.
void PrintTimeline(const ReplayCheck& check,
                   const std::set<std::string>& unsigned_logs, Output& output);

}  // namespace sijill::cli
