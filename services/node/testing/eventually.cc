// SPDX-License-Identifier: Apache-2.0
#include "services/node/testing/eventually.h"

#include <chrono>

#include "common/base/mutex.h"
#include "common/time/stopwatch.h"

namespace sijill::node {

bool Eventually(const std::function<bool()>& holds) {
  const time::Stopwatch watch;
  base::Mutex mu;
  base::CondVar never;
  base::MutexLock lock(mu);
  while (!holds()) {
    if (watch.Elapsed() > absl::Seconds(20)) return false;
    never.WaitFor(mu, std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace sijill::node
