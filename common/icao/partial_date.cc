// SPDX-License-Identifier: Apache-2.0
#include "common/icao/partial_date.h"

#include <array>
#include <cstddef>

#include "absl/status/status.h"
#include "common/base/status_macros.h"

namespace sijill::icao {
namespace {

absl::Status NotADate() {
  return absl::InvalidArgumentError(
      "not a date of the form YYMMDD with unknown parts as <<");
}

bool InRange(const std::optional<int>& part, int low, int high) {
  return !part || (*part >= low && *part <= high);
}

// The longest the month can be: what is unknown is no reason to refuse. Of the
// years 00, 2000 was a leap year, so every year divisible by 4 may be one.
int LongestMonth(const PartialDate& date) {
  if (!date.month) return 31;
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
  if (*date.month == 2 && date.year && *date.year % 4 != 0) return 28;
  return kDays[static_cast<size_t>(*date.month) - 1];
}

bool IsPossible(const PartialDate& date) {
  return InRange(date.year, 0, 99) && InRange(date.month, 1, 12) &&
         InRange(date.day, 1, LongestMonth(date));
}

void AppendPart(std::string& text, const std::optional<int>& part) {
  if (!part) {
    text.append("<<");
    return;
  }
  text.push_back(static_cast<char>('0' + *part / 10));
  text.push_back(static_cast<char>('0' + *part % 10));
}

absl::StatusOr<std::optional<int>> ReadPart(std::string_view two) {
  if (two == "<<") return std::nullopt;
  for (const char c : two) {
    if (c < '0' || c > '9') return NotADate();
  }
  return (two[0] - '0') * 10 + (two[1] - '0');
}

}  // namespace

PartialDate PartialDate::From(absl::CivilDay day) {
  return {.year = static_cast<int>(day.year() % 100),
          .month = day.month(),
          .day = day.day()};
}

absl::StatusOr<std::string> FormatPartialDate(const PartialDate& date) {
  if (!IsPossible(date)) return NotADate();
  std::string text;
  AppendPart(text, date.year);
  AppendPart(text, date.month);
  AppendPart(text, date.day);
  return text;
}

absl::StatusOr<PartialDate> ParsePartialDate(std::string_view text) {
  if (text.size() != 6) return NotADate();
  PartialDate date;
  ASSIGN_OR_RETURN(date.year, ReadPart(text.substr(0, 2)));
  ASSIGN_OR_RETURN(date.month, ReadPart(text.substr(2, 2)));
  ASSIGN_OR_RETURN(date.day, ReadPart(text.substr(4, 2)));
  if (!IsPossible(date)) return NotADate();
  return date;
}

}  // namespace sijill::icao
