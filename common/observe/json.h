// SPDX-License-Identifier: Apache-2.0
// JSON strings (RFC 8259 section 7).
#pragma once

#include <string>
#include <string_view>

namespace sijill::observe {

// Appends `text` as a JSON string with its quotes. The result is UTF-8 on one
// line whatever `text` holds: control characters and U+2028/2029 are escaped,
// an octet that belongs to no UTF-8 sequence becomes U+FFFD.
void AppendJsonString(std::string_view text, std::string& out);

}  // namespace sijill::observe
