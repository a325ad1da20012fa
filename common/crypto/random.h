// SPDX-License-Identifier: Apache-2.0
// The only source of randomness.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "common/base/fixed_bytes.h"

namespace sijill::crypto {

// Bytes that nobody can guess; in tests, bytes that a seed repeats
// (testing::DeterministicRandom). Safe from every thread.
class Random {
 public:
  virtual ~Random() = default;
  // Overwrites all of `out`. Never fails.
  virtual void Fill(std::span<uint8_t> out) = 0;

  template <size_t N>
  base::FixedBytes<N> Next() {
    base::FixedBytes<N> value;
    Fill({value.data(), N});
    return value;
  }
  base::Hash NextHash() { return Next<32>(); }
  std::string Bytes(size_t count);
};

// OpenSSL's generator, seeded by the kernel. If it fails, the process ends:
// without chance there is no salt, no key and no nonce to go on with.
class SystemRandom final : public Random {
 public:
  void Fill(std::span<uint8_t> out) override;
};

}  // namespace sijill::crypto
