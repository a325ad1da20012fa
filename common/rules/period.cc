// SPDX-License-Identifier: Apache-2.0
#include "common/rules/period.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "common/base/text.h"

namespace sijill::rules {
namespace {

std::string_view UnitName(Unit unit) {
  switch (unit) {
    case Unit::kHour:
      return "hour";
    case Unit::kCalendarDay:
      return "calendar day";
    case Unit::kWorkingDay:
      return "working day";
    case Unit::kWeek:
      return "week";
    case Unit::kMonth:
      return "month";
    case Unit::kYear:
      return "year";
  }
  return "unit";
}

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

}  // namespace

bool Period::InBounds() const {
  return amount >= 1 &&
         amount <= (unit == Unit::kYear ? kMaxYears : kMaxAmount);
}

std::string ToText(const Period& period) {
  return base::StrCat(period.amount, " ", UnitName(period.unit),
                      period.amount == 1 ? "" : "s");
}

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return absl::CivilDay(month.year(), month.month(),
                        std::min(day.day(), last.day()));
}

std::string ToText(absl::CivilDay day) {
  return base::StrCat(day.day(), " ",
                      kMonths[static_cast<size_t>(day.month() - 1)], " ",
                      day.year());
}

}  // namespace sijill::rules
