// SPDX-License-Identifier: Apache-2.0
#include "common/testing/named_draws.h"

#include <algorithm>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"

namespace sijill::testing {

void NamedDraws::Fill(std::span<uint8_t> out, std::string_view name) {
  const uint64_t times = drawn_[std::string(name)]++;
  uint64_t block = 0;
  for (size_t at = 0; at < out.size(); at += base::Hash::kSize) {
    const base::Hash bytes =
        base::Sha256({base::U64(seed_), base::LengthPrefixed(name),
                      base::U64(times), base::U64(block++)});
    std::copy_n(bytes.data(), std::min(base::Hash::kSize, out.size() - at),
                out.begin() + static_cast<ptrdiff_t>(at));
  }
}

}  // namespace sijill::testing
