// SPDX-License-Identifier: Apache-2.0
// Where the random bytes of events come from.
#pragma once

#include <string_view>

#include "common/base/fixed_bytes.h"
#include "common/crypto/random.h"

namespace sijill::casefile {

// Randoms, salts, nonces and keys are drawn by name, so that a test can give
// an event the same ones whatever else is written before it. Used by one
// thread at a time.
class Draws {
 public:
  virtual ~Draws() = default;
  // Overwrites all of `out`. `name` says what for; it is never used twice.
  virtual void Fill(std::span<uint8_t> out, std::string_view name) = 0;

  template <size_t N>
  base::FixedBytes<N> Next(std::string_view name) {
    base::FixedBytes<N> value;
    Fill({value.data(), N}, name);
    return value;
  }
};

// Fresh bytes for every name: what a node uses.
class RandomDraws final : public Draws {
 public:
  // `random` outlives this.
  explicit RandomDraws(crypto::Random& random) : random_(random) {}
  void Fill(std::span<uint8_t> out, std::string_view) override {
    random_.Fill(out);
  }

 private:
  crypto::Random& random_;
};

}  // namespace sijill::casefile
