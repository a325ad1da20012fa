// SPDX-License-Identifier: Apache-2.0
// Damaged copies of good input, for the parsers' tests.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace sijill::merkle {

// `good` after one to four edits: an octet set to any value or to one that the
// formats use, octets left out, or a piece of it repeated.
inline std::string Mutated(std::string_view good, std::mt19937& random) {
  constexpr std::string_view kOctets = "\n +=/-x.0129Az\x00\x80\xff";
  std::string text(good);
  for (size_t edits = 1 + random() % 4; edits > 0; --edits) {
    const size_t at = random() % (text.size() + 1);
    const size_t length = random() % 8;
    switch (random() % 5) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(random());
        break;
      case 1:
        if (at < text.size()) text[at] = kOctets[random() % kOctets.size()];
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, 1, kOctets[random() % kOctets.size()]);
        break;
      default:
        text.insert(at, text.substr(random() % (text.size() + 1), length * 8));
    }
  }
  return text;
}

}  // namespace sijill::merkle
