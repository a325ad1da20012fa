// SPDX-License-Identifier: Apache-2.0
// The check digit of machine-readable zones, ICAO Doc 9303-3 (8th ed.)
// section 4.9.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"

namespace sijill::icao {

// Fills a position that carries nothing, and stands for a space.
inline constexpr char kFiller = '<';

// The value of a character of the zone: 0-9 their own, A-Z 10 to 35, `<` 0.
// Nothing for any other character.
std::optional<int> CharacterValue(char c);

// True if every character of `text` may stand in a zone (A-Z, 0-9, `<`).
bool IsZoneText(std::string_view text);

// The check digit, '0' to '9', of a data element as it stands in the zone,
// fillers included: the sum of its values weighted 7, 3, 1, 7, ... modulo 10.
// It detects every change of one character into another whose value differs
// modulo 10; it cannot tell 0, A, K, U and `<` apart, nor 1, B, L and V, and so
// on. INVALID_ARGUMENT unless IsZoneText(element).
absl::StatusOr<char> CheckDigit(std::string_view element);

}  // namespace sijill::icao
