// SPDX-License-Identifier: Apache-2.0
// Small text functions over std::string_view. Debian builds Abseil with its own
// absl::string_view, which std::string_view does not convert to, so
// absl::StrCat and its kin do not take our arguments.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/string_view.h"

namespace sijill::base {

// The same characters, for a function of Abseil's.
inline absl::string_view Absl(std::string_view text) {
  return {text.data(), text.size()};
}

// Lower-case hexadecimal digits, two an octet; and back: nothing unless `text`
// is such digits, in pairs (upper case is refused: a value has one spelling).
std::string Hex(std::string_view bytes);
std::optional<std::string> FromHex(std::string_view text);

// Removes `prefix` from the front of `text` if it stands there.
bool ConsumePrefix(std::string_view& text, std::string_view prefix);

// The pieces between separators; one piece if there is none.
std::vector<std::string_view> Split(std::string_view text, char separator);

// The value of decimal digits without sign, space or leading zero ("0" is
// one), or nothing: also if it exceeds 2^64 - 1.
std::optional<uint64_t> ParseDecimal(std::string_view text);

// True if `bytes` is UTF-8 as RFC 3629 has it: no surrogates, no overlong
// forms, nothing above U+10FFFF.
bool IsUtf8(std::string_view bytes);

// True if a control character of ASCII (below U+0020, or U+007F) is in `text`:
// no path, host or name that people write has one, and a system call ends its
// argument at the first zero byte.
bool HoldsControl(std::string_view text);

namespace internal {
inline std::string Piece(std::string_view text) { return std::string(text); }
template <std::integral T>
std::string Piece(T number) {
  return std::to_string(number);
}
}  // namespace internal

// The pieces, one after the other: texts, and integers in decimal.
template <typename... T>
std::string StrCat(const T&... pieces) {
  std::string out;
  (out.append(internal::Piece(pieces)), ...);
  return out;
}

}  // namespace sijill::base
