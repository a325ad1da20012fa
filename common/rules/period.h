// SPDX-License-Identifier: Apache-2.0
// Lengths of time as agreements state them.
#pragma once

#include <string>

#include "absl/time/civil_time.h"

namespace sijill::rules {

enum class Unit { kHour, kCalendarDay, kWorkingDay, kWeek, kMonth, kYear };

// The longest period a rule may state: 1,000 units, but 100 years. It keeps
// every sum of days far from the ends of the civil calendar.
inline constexpr int kMaxAmount = 1000;
inline constexpr int kMaxYears = 100;

struct Period {
  int amount = 1;
  Unit unit = Unit::kCalendarDay;

  // 1 <= amount <= kMaxAmount, and kMaxYears for years. Whatever a parser
  // returns is in bounds.
  bool InBounds() const;

  friend bool operator==(const Period&, const Period&) = default;
};

// "21 calendar days", "1 month".
std::string ToText(const Period& period);

// The same day of the month `months` later (earlier if negative), or the last
// day of that month if it is shorter: 31 January and 1 month is 28 February.
absl::CivilDay AddMonths(absl::CivilDay day, int months);

// "13 December 2026".
std::string ToText(absl::CivilDay day);

}  // namespace sijill::rules
