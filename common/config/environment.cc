// SPDX-License-Identifier: Apache-2.0
#include "common/config/environment.h"

#include <cerrno>
#include <cstdlib>

namespace sijill::config {

std::optional<std::string> Environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  return value;
}

absl::Status SetEnvironment(const std::string& name, const std::string& value) {
  if (::setenv(name.c_str(), value.c_str(), 1) == 0) return absl::OkStatus();
  if (errno == EINVAL) {
    return absl::InvalidArgumentError("no name of an environment variable");
  }
  return absl::ResourceExhaustedError("the environment cannot grow");
}

}  // namespace sijill::config
