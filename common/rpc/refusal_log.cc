// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/refusal_log.h"

namespace sijill::rpc {
namespace {

constexpr absl::Duration kBetweenLines = absl::Seconds(1);

}  // namespace

void RefusalLog::Write(std::string_view why) {
  const absl::Time now = clock_.Now();
  base::MutexLock lock(mu_);
  // A clock that was set back starts anew.
  if (last_ && now >= *last_ && now < *last_ + kBetweenLines) {
    ++passed_over_;
    return;
  }
  log_.Write(observe::Level::kWarning, "peer_refused",
             {{"why", observe::Public(why)}, {"passed_over", passed_over_}});
  last_ = now;
  passed_over_ = 0;
}

}  // namespace sijill::rpc
