// SPDX-License-Identifier: Apache-2.0
// One run of the command line: its global options, and what it may reach.
#pragma once

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/random.h"
#include "common/time/clock.h"
#include "tools/sijill/connection_profile.h"
#include "tools/sijill/output.h"

namespace sijill::cli {

// Each command group has a function Add...Commands(CLI::App&, Session&) that
// adds its commands; the callback of a command calls Run().
class Session {
 public:
  struct Options {
    bool json = false;
    std::string profile;
    std::string purpose;
    double timeout_seconds = 30;
    std::string config_directory;  // empty: below the home directory
  };

  // All outlive this.
  Session(const time::Clock& clock, crypto::Random& random, Output& output)
      : clock_(clock), random_(random), output_(output) {}

  Options& options() { return options_; }
  const Options& options() const { return options_; }
  absl::Time Now() const { return clock_.Now(); }
  const time::Clock& clock() const { return clock_; }
  crypto::Random& random() { return random_; }
  Output& output() { return output_; }

  // Does the one thing this run is for, prints its failure and keeps its exit
  // code. `command` prints its own answer.
  void Run(const std::function<absl::Status()>& command);
  ExitCode exit_code() const { return exit_code_; }

  // --config, or $HOME/.config/sijill. FAILED_PRECONDITION without either.
  absl::StatusOr<std::string> ConfigDirectory() const;
  // The profile that --profile names. A usage error if none is named,
  // NOT_FOUND if it is not there.
  absl::StatusOr<ConnectionProfile> Profile() const;

 private:
  Options options_;
  const time::Clock& clock_;
  crypto::Random& random_;
  Output& output_;
  ExitCode exit_code_ = ExitCode::kDone;
};

}  // namespace sijill::cli
