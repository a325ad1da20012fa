// SPDX-License-Identifier: Apache-2.0
// A node as a process: signals, files that change, the address it listens on.
#pragma once

#include "absl/status/status.h"
#include "common/rpc/surroundings.h"
#include "services/node/config/node_config.h"

namespace sijill::node {

// Blocks the signals that RunDaemon() waits for. In main(), before any thread
// runs: every thread inherits it.
void BlockSignals();

// Serves until SIGTERM or SIGINT, then drains. SIGHUP, or a change of a file
// that says whom to believe, is taken up within a second. Writes
// <directory>/address ("host:port") once it serves and <directory>/metrics.prom
// (Prometheus text format) every 15 seconds. A fault after which nothing may be
// answered ends the process with exit code 3. Errors as Node::Start().
absl::Status RunDaemon(const NodeConfig& config,
                       const rpc::Surroundings& around);

}  // namespace sijill::node
