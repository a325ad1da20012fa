// SPDX-License-Identifier: Apache-2.0
// `sijill node ...`: what an administrator does to a node's directory.
#pragma once

#include <CLI/App.hpp>

#include "tools/sijill/session.h"

namespace sijill::cli {

void AddNodeCommands(CLI::App& app, Session& session);

}  // namespace sijill::cli
