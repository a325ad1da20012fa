// SPDX-License-Identifier: Apache-2.0
// sijill: one tree of commands. Each group adds itself by a plain call.
#include <CLI/CLI.hpp>
#include <iostream>

#include "common/crypto/random.h"
#include "common/rpc/transport/credentials.h"
#include "common/time/clock.h"
#include "tools/sijill/audit/audit_commands.h"
#include "tools/sijill/call/contract_commands.h"
#include "tools/sijill/call/node_status.h"
#include "tools/sijill/node_commands.h"
#include "tools/sijill/output.h"
#include "tools/sijill/pki_commands.h"
#include "tools/sijill/profile_commands.h"
#include "tools/sijill/session.h"

namespace sijill::cli {
namespace {

constexpr char kExitCodes[] =
    "Exit codes: 0 done, 1 refused, 2 usage, 3 unreachable, 4 verification "
    "failed.";

void AddGlobalOptions(CLI::App& app, Session::Options& options) {
  app.add_flag("--json", options.json, "Print JSON");
  app.add_option("--profile", options.profile,
                 "Act under this profile (sijill profile list)");
  app.add_option("--purpose", options.purpose,
                 "Why you read personal data; it is recorded");
  app.add_option("--timeout", options.timeout_seconds,
                 "Seconds to go on trying (30)")
      ->check(CLI::Range(0.1, 3600.0));
  app.add_option("--config", options.config_directory,
                 "Where the profiles are (default ~/.config/sijill)");
}

int Main(int argc, char** argv) {
  Output output(std::cout, std::cerr);
  if (const absl::Status tls = rpc::RequireTls13(); !tls.ok()) {
    output.Print(FailureOf(tls));
    return static_cast<int>(ExitCode::kRefused);
  }
  const time::SystemClock clock;
  crypto::SystemRandom random;
  Session session(clock, random, output);

  CLI::App app("Readmission requests between States, with proof.", "sijill");
  app.footer(kExitCodes);
  app.require_subcommand(1);
  app.fallthrough();  // global options may stand after the command, too
  AddGlobalOptions(app, session.options());
  AddContractCommands(app, session);
  AddAuditCommands(app, session);
  AddNodeCommands(app, session);
  AddNodeStatus(*app.get_subcommand("node"), session);
  AddPkiCommands(app, session);
  AddProfileCommands(app, session);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    output.set_json(session.options().json);
    output.Print(Failure{ExitCode::kUsage, error.what(),
                         "add --help to the command to see how it is written",
                         ""});
    return static_cast<int>(ExitCode::kUsage);
  }
  return static_cast<int>(session.exit_code());
}

}  // namespace
}  // namespace sijill::cli

int main(int argc, char** argv) { return sijill::cli::Main(argc, argv); }
