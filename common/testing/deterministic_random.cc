// SPDX-License-Identifier: Apache-2.0
#include "common/testing/deterministic_random.h"

#include <algorithm>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"

namespace sijill::testing {

void DeterministicRandom::Fill(std::span<uint8_t> out) {
  const base::MutexLock lock(mu_);
  while (left_.size() < out.size()) {
    left_ += base::Sha256({base::U64(seed_), base::U64(block_++)}).view();
  }
  std::copy_n(left_.begin(), out.size(), out.begin());
  left_.erase(0, out.size());
}

}  // namespace sijill::testing
