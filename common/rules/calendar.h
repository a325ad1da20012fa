// SPDX-License-Identifier: Apache-2.0
// Which days a State's authorities work. Agreements say "working days" without
// saying whose holidays: the rule names the side (TimeLimit::days_of), the
// case names the calendar with version and digest.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/fixed_bytes.h"

namespace sijill::rules {

// One version of a State's calendar. A value: copies are independent, const
// functions are safe from every thread.
class Calendar {
 public:
  // One without an id, on which every day is a working day: for rules that
  // count none.
  static Calendar WithoutDaysOff() { return {}; }

  const std::string& id() const { return id_; }
  uint32_t version() const { return version_; }
  // ISO 3166-1 alpha-3.
  const std::string& state() const { return state_; }
  // SHA-256 over the bytes that were parsed.
  const base::Hash& digest() const { return digest_; }
  // False if the weekend or a holiday was read in no official text.
  bool verified() const { return verified_; }

  bool IsWorkingDay(absl::CivilDay day) const;

  // The `count`-th working day after `day` (before it if negative); `day`
  // itself, working or not, is not counted. `count` 0 is `day`.
  absl::CivilDay AddWorkingDays(absl::CivilDay day, int count) const;

 private:
  friend absl::StatusOr<Calendar> ParseCalendar(std::string_view json);
  Calendar() = default;

  std::string id_;
  uint32_t version_ = 0;
  std::string state_;
  base::Hash digest_;
  bool verified_ = false;
  // By absl::Weekday, Monday first. At least one is a working day, so that
  // AddWorkingDays ends.
  std::array<bool, 7> weekend_ = {};
  std::set<absl::CivilDay> holidays_;
};

// Strictly: an unknown, missing or duplicate key, a wrong type, a day given
// twice or a weekend of seven days is INVALID_ARGUMENT, and the message names
// the JSON path of every problem found. The format: deploy/rules/README.md.
absl::StatusOr<Calendar> ParseCalendar(std::string_view json);

}  // namespace sijill::rules
