// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/backoff.h"

#include <algorithm>

namespace sijill::exchange {

absl::Duration Backoff::Next() {
  const absl::Duration full = next_;
  next_ = std::min(next_ * 2, bounds_.most);
  const auto drawn = random_.Next<1>();
  return full - full * (static_cast<double>(*drawn.data()) / 512.0);
}

}  // namespace sijill::exchange
