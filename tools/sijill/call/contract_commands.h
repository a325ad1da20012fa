// SPDX-License-Identifier: Apache-2.0
// The engine of all commands that call a node.
#pragma once

#include <CLI/App.hpp>

#include "tools/sijill/session.h"

namespace sijill::cli {

// Adds every command of AllCommands() under its group.
void AddContractCommands(CLI::App& app, Session& session);

}  // namespace sijill::cli
