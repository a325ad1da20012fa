// SPDX-License-Identifier: Apache-2.0
// HMAC-SHA-256 and how codes are compared. The function itself is pure and
// stands in common/base.
#pragma once

#include <openssl/crypto.h>

#include <string_view>

#include "common/base/hmac.h"

namespace sijill::crypto {

using base::HmacSha256;

// Whether `a` and `b` are the same, in a time that depends on their sizes only.
inline bool ConstantTimeEquals(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sijill::crypto
