// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/session.h"

#include <optional>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/environment.h"

namespace sijill::cli {

void Session::Run(const std::function<absl::Status()>& command) {
  output_.set_json(options_.json);
  const absl::Status status = command();
  if (status.ok()) return;
  const Failure failure = FailureOf(status);
  output_.Print(failure);
  exit_code_ = failure.exit_code;
}

absl::StatusOr<std::string> Session::ConfigDirectory() const {
  if (!options_.config_directory.empty()) return options_.config_directory;
  const std::optional<std::string> home = config::Environment("HOME");
  if (!home || home->empty()) {
    return WithNextStep(
        absl::FailedPreconditionError("there is no home directory"),
        "say where the profiles are: --config DIR");
  }
  return base::StrCat(*home, "/.config/sijill");
}

absl::StatusOr<ConnectionProfile> Session::Profile() const {
  if (options_.profile.empty()) {
    return WithNextStep(UsageError("no profile is named"),
                        "name one: --profile NAME; sijill profile list shows "
                        "them");
  }
  ASSIGN_OR_RETURN(const std::string directory, ConfigDirectory());
  return ReadProfile(directory, options_.profile);
}

}  // namespace sijill::cli
