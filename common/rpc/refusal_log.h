// SPDX-License-Identifier: Apache-2.0
// Peers that were turned away at the handshake, as the log has them. Anybody
// who reaches the port brings such lines about: there are few of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/observe/log.h"
#include "common/time/clock.h"

namespace sijill::rpc {

// Safe from every thread.
class RefusalLog {
 public:
  // Both outlive this.
  RefusalLog(observe::Log& log, const time::Clock& clock)
      : log_(log), clock_(clock) {}

  // Writes {"event":"peer_refused","why":...,"passed_over":N}, at most once a
  // second; N were not written since the last line. `why` names no peer.
  void Write(std::string_view why) ABSL_LOCKS_EXCLUDED(mu_);

 private:
  observe::Log& log_;
  const time::Clock& clock_;
  base::Mutex mu_;  // a line and what it counts are one step
  std::optional<absl::Time> last_ ABSL_GUARDED_BY(mu_);
  uint64_t passed_over_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace sijill::rpc
