// SPDX-License-Identifier: Apache-2.0
// Base 32 in lower case without padding (RFC 4648 section 6): ids in names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sijill::base {

std::string EncodeBase32(std::string_view bytes);

// The one byte string that encodes to `text`, or nothing: upper case, padding
// and left-over bits that are not zero are refused, so a name has one spelling.
std::optional<std::string> DecodeBase32(std::string_view text);

}  // namespace sijill::base
