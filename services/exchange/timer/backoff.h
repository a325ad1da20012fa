// SPDX-License-Identifier: Apache-2.0
// How long to wait before a peer is tried again.
#pragma once

#include "absl/time/time.h"
#include "common/crypto/random.h"

namespace sijill::exchange {

// Doubles with every failure between two bounds, less a random part of up to
// half of it: many nodes that lost the same peer do not come back at once. Used
// by one thread.
class Backoff {
 public:
  struct Bounds {
    absl::Duration least = absl::Seconds(1);
    absl::Duration most = absl::Seconds(60);
  };
  // `random` outlives this.
  Backoff(Bounds bounds, crypto::Random& random)
      : bounds_(bounds), random_(random), next_(bounds.least) {}

  // How long to wait after one more failure.
  absl::Duration Next();
  // It worked: the next failure is the first again.
  void Reset() { next_ = bounds_.least; }

 private:
  const Bounds bounds_;
  crypto::Random& random_;
  absl::Duration next_;
};

}  // namespace sijill::exchange
