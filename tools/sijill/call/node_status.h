// SPDX-License-Identifier: Apache-2.0
// `sijill node status`: how a node is doing, for whoever uses or runs it.
#pragma once

#include <CLI/App.hpp>

#include "tools/sijill/session.h"

namespace sijill::cli {

// Adds `status` to the group `node`. It asks the node of the profile, compares
// its logs with what was seen of them before, and shows what the caller may
// see. Exit code 4 if a log contradicts itself.
void AddNodeStatus(CLI::App& node, Session& session);

}  // namespace sijill::cli
