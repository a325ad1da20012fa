// SPDX-License-Identifier: Apache-2.0
// The program sijilld, run in a node's directory.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "services/node/testing/node_home.h"

namespace sijill::node {

// Not thread-safe. What cannot be done ends the test program.
class Daemon {
 public:
  // `binary` is the program's path; `home` outlives this.
  Daemon(std::string binary, const NodeHome& home)
      : binary_(std::move(binary)), home_(home) {}
  // Kills it if it runs.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  // Starts it with these arguments; see Wait().
  void Run(std::vector<std::string> arguments);
  // Starts it in the home and waits until it says where it listens; false if
  // it does not within 20 seconds.
  [[nodiscard]] bool Start();
  // The exit code, or minus the signal that ended it.
  int Wait();
  int End(int signal);

  pid_t pid() const { return pid_; }
  uint16_t port() const { return port_; }
  // All that it has written to its standard error since this was made.
  std::string logged() const;
  // Descriptors that it has open.
  size_t descriptors() const;

 private:
  std::string log_path() const { return home_.directory() + "/stderr.txt"; }

  const std::string binary_;
  const NodeHome& home_;
  pid_t pid_ = 0;
  uint16_t port_ = 0;
};

}  // namespace sijill::node
