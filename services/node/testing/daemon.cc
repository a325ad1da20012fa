// SPDX-License-Identifier: Apache-2.0
#include "services/node/testing/daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>

#include "common/base/text.h"
#include "common/config/file.h"
#include "services/node/testing/eventually.h"

extern char** environ;

namespace sijill::node {

Daemon::~Daemon() {
  if (pid_ > 0) End(SIGKILL);
}

void Daemon::Run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), binary_);
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO,
                                     log_path().c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int failed = ::posix_spawn(&pid_, binary_.c_str(), &actions, nullptr,
                                   argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed == 0) return;
  std::fprintf(stderr, "cannot run %s\n", binary_.c_str());
  std::abort();
}

bool Daemon::Start() {
  const std::string file = home_.directory() + "/address";
  std::filesystem::remove(file);
  Run({"--dir", home_.directory()});
  std::string address;
  const bool serves = Eventually([&] {
    const auto bytes = config::ReadFile(file);
    if (bytes.ok()) address = *bytes;
    return bytes.ok();
  });
  if (!serves) return false;
  address.pop_back();  // the newline
  const auto port = base::ParseDecimal(
      std::string_view(address).substr(address.rfind(':') + 1));
  port_ = static_cast<uint16_t>(port.value_or(0));
  return port_ != 0;
}

int Daemon::Wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int Daemon::End(int signal) {
  ::kill(pid_, signal);
  return Wait();
}

std::string Daemon::logged() const {
  return config::ReadFile(log_path(), size_t{64} << 20).value_or("");
}

size_t Daemon::descriptors() const {
  std::error_code error;
  const std::filesystem::directory_iterator open(
      base::StrCat("/proc/", pid_, "/fd"), error);
  return static_cast<size_t>(std::distance(begin(open), end(open)));
}

}  // namespace sijill::node
