// SPDX-License-Identifier: Apache-2.0
// sijill audit replay | verify
#pragma once

#include <CLI/App.hpp>

#include "tools/sijill/session.h"

namespace sijill::cli {

// Adds them to the group `audit`, which AddContractCommands() has made.
void AddAuditCommands(CLI::App& app, Session& session);

}  // namespace sijill::cli
