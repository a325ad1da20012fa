// SPDX-License-Identifier: Apache-2.0
// A replayed case as an auditor reads it.
#pragma once

#include "tools/sijill/audit/replay_check.h"
#include "tools/sijill/output.h"

namespace sijill::cli {

// The events, what is wrong with any, what could not be checked, and the
// verdict, which says no more than was checked.
void PrintTimeline(const ReplayCheck& check, Output& output);

}  // namespace sijill::cli
