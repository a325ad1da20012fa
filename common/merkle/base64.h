// SPDX-License-Identifier: Apache-2.0
// Base 64 with padding (RFC 4648 section 4), as signed notes write it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sijill::merkle {

std::string EncodeBase64(std::string_view bytes);

// The one byte string that encodes to `text`, or nothing: white space, missing
// padding and left-over bits that are not zero are refused, so that a note has
// one spelling.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace sijill::merkle
