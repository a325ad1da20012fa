// SPDX-License-Identifier: Apache-2.0
// What a server borrows from the process around it.
#pragma once

#include "common/crypto/random.h"
#include "common/observe/log.h"
#include "common/observe/metrics.h"
#include "common/time/clock.h"

namespace sijill::rpc {

// main() owns these; they outlive every server and client.
struct Surroundings {
  const time::Clock& clock;
  crypto::Random& random;  // names of incidents
  observe::Log& log;
  observe::Metrics& metrics;  // one server declares its own names in it
};

}  // namespace sijill::rpc
