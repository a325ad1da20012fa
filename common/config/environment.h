// SPDX-License-Identifier: Apache-2.0
// The environment: read and set here and nowhere else.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace sijill::config {

// The variable's value; nothing if it is not set. Not safe against a
// concurrent SetEnvironment().
std::optional<std::string> Environment(const std::string& name);

// Sets the variable for this process and its children. Call it from main()
// before other threads run: libraries read the environment without a lock.
// INVALID_ARGUMENT if `name` is empty or holds "=".
absl::Status SetEnvironment(const std::string& name, const std::string& value);

}  // namespace sijill::config
