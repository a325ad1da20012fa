// SPDX-License-Identifier: Apache-2.0
// sijilld: the daemon of one domain's node.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "common/base/status_macros.h"
#include "common/crypto/random.h"
#include "common/observe/log.h"
#include "common/observe/metrics.h"
#include "common/rpc/transport/credentials.h"
#include "common/rpc/transport/library_log.h"
#include "common/time/clock.h"
#include "services/node/config/node_config.h"
#include "services/node/config/secrets.h"
#include "services/node/daemon.h"

namespace sijill::node {
namespace {

struct Arguments {
  std::string config;
  std::string directory;
  std::string domain;
  std::string exchange;
  std::string listen = "127.0.0.1:0";
  bool own = false;  // of `log-key`
};

// Makes the directory and prints what peers verify its shared log with.
absl::Status Init(const Arguments& arguments, crypto::Random& random) {
  ASSIGN_OR_RETURN(const auto domain,
                   base::DomainName::Parse(arguments.domain));
  RETURN_IF_ERROR(CreateNodeDirectory(arguments.directory, domain,
                                      arguments.exchange, arguments.listen,
                                      random));
  ASSIGN_OR_RETURN(
      const Secrets secrets,
      ReadSecrets(arguments.directory, domain, arguments.exchange));
  std::cout << SharedLogVerifierKey(secrets) << "\n";
  return absl::OkStatus();
}

absl::Status PrintLogKey(const Arguments& arguments) {
  ASSIGN_OR_RETURN(const NodeConfig config,
                   ReadNodeConfig(arguments.directory + "/node.json"));
  ASSIGN_OR_RETURN(
      const Secrets secrets,
      ReadSecrets(config.directory, config.domain, config.exchange));
  std::cout << (arguments.own ? OwnLogVerifierKey(secrets)
                              : SharedLogVerifierKey(secrets))
            << "\n";
  return absl::OkStatus();
}

absl::Status Serve(const Arguments& arguments, crypto::Random& random) {
  ASSIGN_OR_RETURN(const NodeConfig config,
                   ReadNodeConfig(arguments.config.empty()
                                      ? arguments.directory + "/node.json"
                                      : arguments.config));
  RETURN_IF_ERROR(rpc::RequireTls13());
  BlockSignals();
  // The library's log outlives main(): it may still write while others end.
  static const time::SystemClock clock;
  static observe::Log log(clock, observe::StandardError());
  rpc::RouteLibraryLogs(log);
  observe::Metrics metrics;
  return RunDaemon(
      config,
      {.clock = clock, .random = random, .log = log, .metrics = metrics});
}

int Main(int argc, char** argv) {
  // What libraries create (RocksDB does) is the owner's alone, too.
  ::umask(S_IRWXG | S_IRWXO);
  Arguments arguments;
  CLI::App app("The node of one trust domain.", "sijilld");
  app.footer(
      "Exit codes: 0 stopped when asked, 1 did not start, 2 usage, 3 stopped "
      "by a fault.");
  app.add_option("--config", arguments.config, "The configuration file");
  app.add_option("--dir", arguments.directory,
                 "The node's directory, with node.json in it");
  CLI::App* const init =
      app.add_subcommand("init", "Make a node's directory and its keys");
  init->add_option("--dir", arguments.directory, "Where")->required();
  init->add_option("--domain", arguments.domain, "Its trust domain")
      ->required();
  init->add_option("--exchange", arguments.exchange, "The network's name")
      ->required();
  init->add_option("--listen", arguments.listen,
                   "Numeric address and port; port 0: any");
  CLI::App* const log_key = app.add_subcommand(
      "log-key", "Print what peers verify the shared log with");
  log_key->add_option("--dir", arguments.directory, "The node's directory")
      ->required();
  log_key->add_flag("--own", arguments.own,
                    "Of the own log, for your own auditors");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const bool serves = !init->parsed() && !log_key->parsed();
  if (serves && arguments.config.empty() == arguments.directory.empty()) {
    std::cerr << "sijilld: give --config FILE or --dir DIR\n";
    return 2;
  }
  static crypto::SystemRandom random;
  const absl::Status status = init->parsed()      ? Init(arguments, random)
                              : log_key->parsed() ? PrintLogKey(arguments)
                                                  : Serve(arguments, random);
  if (status.ok()) return 0;
  std::cerr << "sijilld: " << status.message() << "\n";
  return 1;
}

}  // namespace
}  // namespace sijill::node

int main(int argc, char** argv) { return sijill::node::Main(argc, argv); }
