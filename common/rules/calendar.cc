// SPDX-License-Identifier: Apache-2.0
#include "common/rules/calendar.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/base/sha256.h"
#include "common/rules/json/reader.h"

namespace sijill::rules {
namespace {

using json::Choice;
using json::Object;

constexpr Choice<absl::Weekday> kWeekdays[] = {
    {"monday", absl::Weekday::monday},
    {"tuesday", absl::Weekday::tuesday},
    {"wednesday", absl::Weekday::wednesday},
    {"thursday", absl::Weekday::thursday},
    {"friday", absl::Weekday::friday},
    {"saturday", absl::Weekday::saturday},
    {"sunday", absl::Weekday::sunday}};

size_t Index(absl::Weekday day) { return static_cast<size_t>(day); }

// Reads {"source", "note"?, "verified"} and tells whether it is verified.
bool ReadVerified(Object& object) {
  object.Text("source");
  object.OptionalText("note");
  return object.Flag("verified");
}

}  // namespace

bool Calendar::IsWorkingDay(absl::CivilDay day) const {
  return !weekend_[Index(absl::GetWeekday(day))] && !holidays_.contains(day);
}

absl::CivilDay Calendar::AddWorkingDays(absl::CivilDay day, int count) const {
  const int step = count < 0 ? -1 : 1;
  while (count != 0) {
    day += step;
    if (IsWorkingDay(day)) count -= step;
  }
  return day;
}

absl::StatusOr<Calendar> ParseCalendar(std::string_view text) {
  Calendar calendar;
  bool verified = true;
  const absl::Status status =
      json::ReadDocument(text, "calendar", [&](Object& root) {
        root.Integer("format", 1, 1);
        calendar.id_ = root.Name("id");
        calendar.version_ = root.Integer("version", 1, json::kMaxVersion);
        calendar.state_ = root.State("state");
        root.OptionalText("note");
        root.Member("weekend", [&](Object& weekend) {
          for (const absl::Weekday day : weekend.Choices("days", kWeekdays)) {
            calendar.weekend_[Index(day)] = true;
          }
          if (std::ranges::all_of(calendar.weekend_, std::identity())) {
            weekend.Problem("days", "leaves no working day");
          }
          verified &= ReadVerified(weekend);
        });
        root.Each("holidays", [&](Object& holiday) {
          const absl::CivilDay day = holiday.Day("day");
          holiday.Text("name");
          verified &= ReadVerified(holiday);
          if (!calendar.holidays_.insert(day).second) {
            holiday.Problem("day", "given twice");
          }
        });
      });
  if (!status.ok()) return status;
  calendar.verified_ = verified;
  calendar.digest_ = base::Sha256({text});
  return calendar;
}

}  // namespace sijill::rules
