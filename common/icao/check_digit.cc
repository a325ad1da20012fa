// SPDX-License-Identifier: Apache-2.0
#include "common/icao/check_digit.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "absl/status/status.h"

namespace sijill::icao {
namespace {

constexpr std::array<int, 3> kWeights = {7, 3, 1};

}  // namespace

std::optional<int> CharacterValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'Z') return c - 'A' + 10;
  if (c == kFiller) return 0;
  return std::nullopt;
}

bool IsZoneText(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return CharacterValue(c).has_value(); });
}

absl::StatusOr<char> CheckDigit(std::string_view element) {
  int sum = 0;
  for (size_t i = 0; i < element.size(); ++i) {
    const std::optional<int> value = CharacterValue(element[i]);
    if (!value) {
      return absl::InvalidArgumentError(
          "a machine-readable zone holds only A-Z, 0-9 and <");
    }
    sum = (sum + *value * kWeights[i % kWeights.size()]) % 10;
  }
  return static_cast<char>('0' + sum);
}

}  // namespace sijill::icao
