// SPDX-License-Identifier: Apache-2.0
#include "common/crypto/random.h"

#include <openssl/rand.h>

#include <algorithm>

#include "common/crypto/openssl.h"

namespace sijill::crypto {

std::string Random::Bytes(size_t count) {
  std::string bytes(count, '\0');
  Fill({reinterpret_cast<uint8_t*>(bytes.data()), count});
  return bytes;
}

void SystemRandom::Fill(std::span<uint8_t> out) {
  constexpr size_t kMostAtOnce = size_t{1} << 20;
  while (!out.empty()) {
    const size_t count = std::min(out.size(), kMostAtOnce);
    if (RAND_bytes(out.data(), static_cast<int>(count)) != 1) {
      DieOfOpenSsl("no random bytes");
    }
    out = out.subspan(count);
  }
}

}  // namespace sijill::crypto
