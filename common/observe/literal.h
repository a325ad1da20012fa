// SPDX-License-Identifier: Apache-2.0
// Text that stands in the source code, and nothing else.
#pragma once

#include <cstddef>
#include <string_view>

namespace sijill::observe {

// A string literal in lower_snake_case: the name of an event, a field, a metric
// or a label. It can only be made while compiling, so it cannot hold anything
// that came from a person, and its shape is checked there.
class Literal {
 public:
  template <size_t N>
  consteval Literal(const char (&text)[N])  // NOLINT: meant to be implicit
      : text_(text, N - 1) {
    if (N < 2 || text[0] < 'a' || text[0] > 'z') throw "no name";
    for (size_t i = 0; i + 1 < N; ++i) {
      const char c = text[i];
      const bool fits =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      if (!fits) throw "a name is [a-z][a-z0-9_]*";
    }
  }
  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

}  // namespace sijill::observe
