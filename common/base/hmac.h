// SPDX-License-Identifier: Apache-2.0
// HMAC-SHA-256 (RFC 2104, FIPS 198-1): a pure function of key and message.
#pragma once

#include <initializer_list>
#include <string_view>

#include "common/base/fixed_bytes.h"

namespace sijill::base {

// The code of the pieces, one after the other, under `key` of any length. Safe
// from every thread. Compare codes with crypto::ConstantTimeEquals().
Hash HmacSha256(std::string_view key,
                std::initializer_list<std::string_view> pieces);

}  // namespace sijill::base
