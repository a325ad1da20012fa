// SPDX-License-Identifier: Apache-2.0
#include "common/rules/calendar.h"

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::rules {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string CalendarText(std::string_view weekend, std::string_view holidays) {
  return base::StrCat(
      R"({"format":1,"id":"c","version":3,"state":"EGY","weekend":{"days":[)",
      weekend, R"(],"source":"s","verified":true},"holidays":[)", holidays,
      "]}");
}

std::string Holiday(std::string_view day) {
  return base::StrCat(R"({"day":")", day,
                      R"(","name":"n","source":"s","verified":true})");
}

TEST(CalendarTest, ShippedCalendarsHoldWeekendsOnlyAndSayTheyAreUnverified) {
  struct Row {
    std::string file, state;
    absl::CivilDay weekend, other_weekend, working;
  };
  const absl::CivilDay friday(2026, 11, 20), saturday(2026, 11, 21),
      sunday(2026, 11, 22);
  const Row rows[] = {{"nld", "NLD", saturday, sunday, friday},
                      {"kaz", "KAZ", saturday, sunday, friday},
                      {"egy", "EGY", friday, saturday, sunday}};
  for (const Row& row : rows) {
    const std::string bytes =
        ShippedBytes("calendars/" + row.file + "-working-week.json");
    const auto calendar = ParseCalendar(bytes);
    ASSERT_TRUE(calendar.ok()) << calendar.status();
    EXPECT_EQ(calendar->id(), row.file + "-working-week");
    EXPECT_EQ(calendar->version(), 1u);
    EXPECT_EQ(calendar->state(), row.state);
    EXPECT_FALSE(calendar->verified());
    EXPECT_EQ(calendar->digest(), base::Sha256({bytes}));
    EXPECT_FALSE(calendar->IsWorkingDay(row.weekend));
    EXPECT_FALSE(calendar->IsWorkingDay(row.other_weekend));
    EXPECT_TRUE(calendar->IsWorkingDay(row.working));
    // A whole year has no day off but the weekends.
    int working = 0;
    for (absl::CivilDay day(2026, 1, 5); day < absl::CivilDay(2027, 1, 4);
         ++day) {
      working += calendar->IsWorkingDay(day) ? 1 : 0;
    }
    EXPECT_EQ(working, 52 * 5);
  }
}

TEST(CalendarTest, WorkingDaysPassOverWeekendsAndHolidaysBothWays) {
  const auto calendar = ParseCalendar(
      CalendarText(R"("friday","saturday")", Holiday("2026-11-23")));
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  const absl::CivilDay thursday(2026, 11, 19);
  EXPECT_EQ(calendar->AddWorkingDays(thursday, 0), thursday);
  EXPECT_EQ(calendar->AddWorkingDays(thursday, 1),
            absl::CivilDay(2026, 11, 22));
  EXPECT_EQ(calendar->AddWorkingDays(thursday, 2),
            absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(calendar->AddWorkingDays(absl::CivilDay(2026, 11, 24), -2),
            thursday);
  // From a day off, that day is not counted either.
  EXPECT_EQ(calendar->AddWorkingDays(absl::CivilDay(2026, 11, 20), 1),
            absl::CivilDay(2026, 11, 22));
}

TEST(CalendarTest, TheOrderOfHolidaysHasNoSay) {
  const auto one = ParseCalendar(CalendarText(
      R"("sunday")", Holiday("2026-05-01") + "," + Holiday("2026-05-07")));
  const auto other = ParseCalendar(CalendarText(
      R"("sunday")", Holiday("2026-05-07") + "," + Holiday("2026-05-01")));
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_NE(one->digest(), other->digest());
  for (absl::CivilDay day(2026, 4, 1); day < absl::CivilDay(2026, 6, 1);
       ++day) {
    for (int count = -10; count <= 10; ++count) {
      EXPECT_EQ(one->AddWorkingDays(day, count),
                other->AddWorkingDays(day, count));
    }
  }
}

TEST(CalendarTest, NonsenseIsRefusedWithItsPath) {
  EXPECT_THAT(ParseCalendar(CalendarText(R"("monday","tuesday","wednesday",
      "thursday","friday","saturday","sunday")",
                                         ""))
                  .status()
                  .message(),
              HasSubstr("$.weekend.days: leaves no working day"));
  EXPECT_THAT(
      std::string(
          ParseCalendar(CalendarText(R"("sunnyday")",
                                     Holiday("2026-02-29") + "," +
                                         Holiday("2026-05-01") + "," +
                                         Holiday("2026-05-01") + R"(,{})"))
              .status()
              .message()),
      AllOf(HasSubstr("$.weekend.days: is not one of the known choices"),
            HasSubstr("$.holidays[0].day: must be a day"),
            HasSubstr("$.holidays[2].day: given twice"),
            HasSubstr("$.holidays[3].source: is missing")));
}

}  // namespace
}  // namespace sijill::rules
