// SPDX-License-Identifier: Apache-2.0
// The tables of ICAO Doc 9303-3 (8th ed.) section 6, letter by letter. What
// depends on a letter's neighbours is in transliteration.cc.
#pragma once

#include <optional>
#include <string_view>

namespace sijill::icao {

// A-Z, a-z and table A in either case; nothing for any other character.
std::optional<std::string_view> LatinLetter(char32_t letter);

// The letters of table C but teh marbuta; nothing for any other character.
std::optional<std::string_view> ArabicLetter(char32_t letter);

}  // namespace sijill::icao
