// SPDX-License-Identifier: Apache-2.0
// sijill profile add | list | show
#pragma once

#include <CLI/App.hpp>

#include "tools/sijill/session.h"

namespace sijill::cli {

void AddProfileCommands(CLI::App& app, Session& session);

}  // namespace sijill::cli
