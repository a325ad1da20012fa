// SPDX-License-Identifier: Apache-2.0
// SHA-256 (FIPS 180-4): a pure function, hence here and not with the keys.
#pragma once

#include <initializer_list>
#include <string_view>

#include "common/base/fixed_bytes.h"

namespace sijill::base {

// The digest of the pieces, one after the other. Safe from every thread.
Hash Sha256(std::initializer_list<std::string_view> pieces);

}  // namespace sijill::base
