// SPDX-License-Identifier: Apache-2.0
#include "services/node/daemon.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <string>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "services/node/node.h"

namespace sijill::node {
namespace {

constexpr int kFatalExit = 3;
constexpr int kSecondsBetweenMetrics = 15;
constexpr absl::Duration kPatience = absl::Seconds(10);

sigset_t Waited() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&signals, signal);
  }
  return signals;
}

// What tells one state of a file from the next.
using Stamps = std::map<std::string, std::pair<int64_t, int64_t>>;

Stamps StampsOf(const std::vector<std::string>& paths) {
  Stamps stamps;
  for (const std::string& path : paths) {
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0) continue;
    const int64_t nanoseconds =
        int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
    stamps[path] = {nanoseconds, static_cast<int64_t>(status.st_ino)};
  }
  return stamps;
}

absl::Status WriteAddress(const NodeConfig& config, uint16_t port) {
  return config::WriteFileAtomically(
      config.directory + "/address",
      base::StrCat(config.listen_address, ":", port, "\n"),
      config::FileMode::kPublic);
}

void WriteMetrics(const NodeConfig& config, const rpc::Surroundings& around) {
  const absl::Status status = config::WriteFileAtomically(
      config.directory + "/metrics.prom", around.metrics.Exposition(),
      config::FileMode::kPublic);
  if (!status.ok()) {
    around.log.Write(observe::Level::kWarning, "metrics_not_written");
  }
}

// Until a signal says stop.
void Attend(const NodeConfig& config, const rpc::Surroundings& around,
            Node& node) {
  const sigset_t signals = Waited();
  const timespec second = {.tv_sec = 1, .tv_nsec = 0};
  Stamps stamps = StampsOf(node.WatchedFiles());
  for (int seconds = 0;; ++seconds) {
    const int signal = ::sigtimedwait(&signals, nullptr, &second);
    if (signal == SIGTERM || signal == SIGINT) return;
    Stamps now = StampsOf(node.WatchedFiles());
    if (signal == SIGHUP || now != stamps) {
      node.Reload();
      // What came with the reload is watched from now on.
      stamps = StampsOf(node.WatchedFiles());
    }
    if (seconds % kSecondsBetweenMetrics == 0) WriteMetrics(config, around);
  }
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = Waited();
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

absl::Status RunDaemon(const NodeConfig& config,
                       const rpc::Surroundings& around) {
  std::error_code error;
  std::filesystem::remove(config.directory + "/address", error);
  const auto end = [&around](const std::string& why) {
    around.log.Write(observe::Level::kError, "fatal",
                     {{"why", observe::Public(why)}});
    ::_exit(kFatalExit);
  };
  ASSIGN_OR_RETURN(const auto node,
                   Node::Start(config, around, {.on_fatal = end}));
  RETURN_IF_ERROR(WriteAddress(config, node->port()));
  around.log.Write(observe::Level::kInfo, "serving",
                   {{"domain", observe::Public(config.domain.str())},
                    {"exchange", observe::Public(config.exchange)},
                    {"port", node->port()},
                    {"clock_offset", config.clock_offset}});
  Attend(config, around, *node);
  around.log.Write(observe::Level::kInfo, "stopping");
  node->Drain(kPatience);
  std::filesystem::remove(config.directory + "/address", error);
  return absl::OkStatus();
}

}  // namespace sijill::node
