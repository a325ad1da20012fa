// SPDX-License-Identifier: Apache-2.0
// Randomness that a test can repeat.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/crypto/random.h"

namespace sijill::testing {

// The stream SHA-256(u64 seed || u64 0) || SHA-256(u64 seed || u64 1) || ...
// Safe from every thread; what each gets then depends on who asks first.
class DeterministicRandom final : public crypto::Random {
 public:
  explicit DeterministicRandom(uint64_t seed) : seed_(seed) {}
  void Fill(std::span<uint8_t> out) override;

 private:
  const uint64_t seed_;
  base::Mutex mu_;
  uint64_t block_ ABSL_GUARDED_BY(mu_) = 0;
  std::string left_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::testing
