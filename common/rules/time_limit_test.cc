// SPDX-License-Identifier: Apache-2.0
#include "common/rules/time_limit.h"

#include <map>
#include <random>

#include "common/base/text.h"
#include "common/rules/test_files.h"
#include "gtest/gtest.h"

namespace sijill::rules {
namespace {

using absl::CivilDay;

absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name << ": is tzdata there?";
  return zone;
}

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error))
      << text << ": " << error;
  return time;
}

Calendar Week(const std::string& weekend, const std::string& holidays = "") {
  const auto calendar = ParseCalendar(base::StrCat(
      R"({"format":1,"id":"week","version":2,"state":"EGY","weekend":{)"
      R"("days":[)",
      weekend, R"(],"source":"s","verified":true},"holidays":[)", holidays,
      "]}"));
  EXPECT_TRUE(calendar.ok()) << calendar.status();
  return *calendar;
}

const Calendar& FridaySaturday() {
  static const Calendar& week = *new Calendar(Week(R"("friday","saturday")"));
  return week;
}

TimeLimit Limit(int amount, Unit unit,
                StartEvent start = StartEvent::kReceived) {
  TimeLimit limit = {.id = std::string(limit::kReply),
                     .period = {amount, unit},
                     .start = start};
  limit.origin = {.title = "An agreement", .article = "7(3)", .verified = true};
  return limit;
}

struct Row {
  const char* why;
  TimeLimit limit;
  const char* zone;
  const char* start;
  const char* due;
};

const Row kRows[] = {
    {"21 calendar days from a receipt in Almaty", Limit(21, Unit::kCalendarDay),
     "Asia/Almaty", "2026-11-22T10:14:00+05:00", "2026-12-14T00:00:00+05:00"},
    {"the requested side's day counts: still the 22nd in Amsterdam",
     Limit(21, Unit::kCalendarDay), "Asia/Almaty", "2026-11-22T20:00:00+01:00",
     "2026-12-15T00:00:00+05:00"},
    {"received at the first instant of a day", Limit(1, Unit::kCalendarDay),
     "UTC", "2026-05-02T00:00:00Z", "2026-05-04T00:00:00Z"},
    {"received at the last microsecond of a day", Limit(1, Unit::kCalendarDay),
     "UTC", "2026-05-02T23:59:59.999999Z", "2026-05-04T00:00:00Z"},
    {"over the leap day", Limit(1, Unit::kCalendarDay), "UTC",
     "2028-02-28T12:00:00Z", "2028-03-01T00:00:00Z"},
    {"no leap day in 2100", Limit(1, Unit::kCalendarDay), "UTC",
     "2100-02-28T12:00:00Z", "2100-03-02T00:00:00Z"},
    {"two weeks", Limit(2, Unit::kWeek), "UTC", "2026-12-25T08:00:00Z",
     "2027-01-09T00:00:00Z"},
    {"a month", Limit(1, Unit::kMonth), "UTC", "2026-03-02T08:00:00Z",
     "2026-04-03T00:00:00Z"},
    {"31 January and a month", Limit(1, Unit::kMonth), "UTC",
     "2026-01-31T08:00:00Z", "2026-03-01T00:00:00Z"},
    {"31 January and a month in a leap year", Limit(1, Unit::kMonth), "UTC",
     "2028-01-31T08:00:00Z", "2028-03-01T00:00:00Z"},
    {"31 August and 3 months", Limit(3, Unit::kMonth), "UTC",
     "2026-08-31T08:00:00Z", "2026-12-01T00:00:00Z"},
    {"months over the year's end", Limit(14, Unit::kMonth), "UTC",
     "2026-11-30T08:00:00Z", "2028-01-31T00:00:00Z"},
    {"29 February and a year", Limit(1, Unit::kYear), "UTC",
     "2028-02-29T08:00:00Z", "2029-03-01T00:00:00Z"},
    {"29 February and 4 years", Limit(4, Unit::kYear), "UTC",
     "2028-02-29T08:00:00Z", "2032-03-01T00:00:00Z"},
    {"5 working days over a Friday and Saturday", Limit(5, Unit::kWorkingDay),
     "Africa/Cairo", "2026-11-17T09:00:00+02:00", "2026-11-25T00:00:00+02:00"},
    {"a working day from a Friday", Limit(1, Unit::kWorkingDay), "Africa/Cairo",
     "2026-11-20T09:00:00+02:00", "2026-11-23T00:00:00+02:00"},
    {"48 hours to the second", Limit(48, Unit::kHour), "UTC",
     "2026-05-02T10:14:05Z", "2026-05-04T10:14:05Z"},
    {"hours keep microseconds and drop what is finer", Limit(48, Unit::kHour),
     "UTC", "2026-05-02T10:14:05.1234567Z", "2026-05-04T10:14:05.123456Z"},
    {"48 elapsed hours over spring in Amsterdam", Limit(48, Unit::kHour),
     "Europe/Amsterdam", "2026-03-28T10:00:00+01:00",
     "2026-03-30T11:00:00+02:00"},
    {"a day in Amsterdam ends at midnight, spring or not",
     Limit(1, Unit::kCalendarDay), "Europe/Amsterdam",
     "2026-03-28T10:00:00+01:00", "2026-03-30T00:00:00+02:00"},
    // Clocks in Cairo went from 23:59:59 to 01:00 on 26 April 2024.
    {"24:00 where midnight is skipped", Limit(1, Unit::kCalendarDay),
     "Africa/Cairo", "2024-04-24T12:00:00+02:00", "2024-04-26T01:00:00+03:00"},
    // ... and from 24:00 back to 23:00 on 31 October 2024.
    {"24:00 where the last hour is repeated", Limit(1, Unit::kCalendarDay),
     "Africa/Cairo", "2024-10-30T12:00:00+03:00", "2024-11-01T00:00:00+02:00"},
    // Havana went from 01:00 back to 00:00 on 3 November 2024.
    {"24:00 where midnight comes twice is the first",
     Limit(1, Unit::kCalendarDay), "America/Havana",
     "2024-11-01T12:00:00-04:00", "2024-11-03T00:00:00-04:00"},
    // Kazakhstan became one zone: 29 February 2024 had 25 hours in Almaty.
    {"a leap day of 25 hours", Limit(1, Unit::kCalendarDay), "Asia/Almaty",
     "2024-02-28T12:00:00+06:00", "2024-03-01T00:00:00+05:00"},
    // Samoa had no 30 December 2011.
    {"a day that never was", Limit(1, Unit::kCalendarDay), "Pacific/Apia",
     "2011-12-28T12:00:00-10:00", "2011-12-31T00:00:00+14:00"},
    {"3 working days before a departure on Wednesday",
     Limit(3, Unit::kWorkingDay, StartEvent::kPlannedDeparture), "Africa/Cairo",
     "2026-11-25T09:00:00+02:00", "2026-11-23T00:00:00+02:00"},
    {"3 working days before a departure on Monday",
     Limit(3, Unit::kWorkingDay, StartEvent::kPlannedDeparture), "Africa/Cairo",
     "2026-11-23T09:00:00+02:00", "2026-11-19T00:00:00+02:00"},
    {"2 days before a transit",
     Limit(2, Unit::kCalendarDay, StartEvent::kPlannedTransit), "UTC",
     "2026-03-01T09:00:00Z", "2026-02-28T00:00:00Z"},
    {"a month before a departure on the 31st",
     Limit(1, Unit::kMonth, StartEvent::kPlannedDeparture), "UTC",
     "2026-03-31T09:00:00Z", "2026-03-01T00:00:00Z"},
    {"48 hours before: the very instant is still in time",
     Limit(48, Unit::kHour, StartEvent::kPlannedTransit), "UTC",
     "2026-05-04T10:14:05Z", "2026-05-02T10:14:05.000001Z"},
};

TEST(TimeLimitTest, EndsWhereTheTableSays) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.why);
    const auto deadline =
        Due(row.limit, At(row.start), Zone(row.zone), FridaySaturday());
    ASSERT_TRUE(deadline.ok()) << deadline.status();
    EXPECT_EQ(deadline->due, At(row.due))
        << absl::FormatTime(deadline->due, Zone(row.zone));
    EXPECT_EQ(deadline->last_day.has_value(),
              row.limit.period.unit != Unit::kHour);
  }
}

TEST(TimeLimitTest, TheEndIsExclusiveToTheMicrosecond) {
  const auto deadline =
      Due(Limit(21, Unit::kCalendarDay), At("2026-11-22T10:14:00+05:00"),
          Zone("Asia/Almaty"), FridaySaturday());
  ASSERT_TRUE(deadline.ok());
  EXPECT_EQ(deadline->last_day, CivilDay(2026, 12, 13));
  EXPECT_TRUE(deadline->InTime(At("2026-12-13T23:59:59.999999+05:00")));
  EXPECT_FALSE(deadline->InTime(At("2026-12-14T00:00:00+05:00")));
}

TEST(TimeLimitTest, EveryReceiptOfOneDayHasOneDueDate) {
  std::mt19937_64 random(20150302);
  const absl::TimeZone zone = Zone("Africa/Cairo");
  for (int i = 0; i < 2000; ++i) {
    const CivilDay day =
        CivilDay(2015, 1, 1) + static_cast<int64_t>(random() % 7000);
    const absl::Time first = absl::FromCivil(absl::CivilSecond(day), zone);
    const absl::Time last = absl::FromCivil(absl::CivilSecond(day + 1), zone) -
                            absl::Microseconds(1);
    const Unit unit = static_cast<Unit>(1 + random() % 5);
    const TimeLimit limit = Limit(static_cast<int>(1 + random() % 60), unit);
    const auto a = Due(limit, first, zone, FridaySaturday());
    const auto b = Due(limit, last, zone, FridaySaturday());
    ASSERT_TRUE(a.ok() && b.ok());
    EXPECT_EQ(a->due, b->due) << day;
    EXPECT_GT(a->due, last);
    // 24:00 of the last day: the instant before lies in it (or, where that day
    // never was, before it), the instant itself in a later one.
    EXPECT_LE(absl::ToCivilDay(a->due - absl::Microseconds(1), zone),
              *a->last_day);
    EXPECT_GT(absl::ToCivilDay(a->due, zone), *a->last_day);
  }
}

TEST(TimeLimitTest, HolidaysMoveWorkingDaysAndNothingElse) {
  const Calendar holidays =
      Week(R"("friday","saturday")",
           R"({"day":"2026-11-18","name":"n","source":"s","verified":true})");
  const absl::Time start = At("2026-11-17T09:00:00+02:00");
  const absl::TimeZone cairo = Zone("Africa/Cairo");
  EXPECT_EQ(Due(Limit(5, Unit::kWorkingDay), start, cairo, holidays)->last_day,
            CivilDay(2026, 11, 25));
  EXPECT_EQ(Due(Limit(5, Unit::kCalendarDay), start, cairo, holidays)->last_day,
            CivilDay(2026, 11, 22));
}

TEST(TimeLimitTest, WhatCannotBeRecordedOrCountedIsRefused) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  for (const absl::Time start :
       {absl::InfiniteFuture(), absl::InfinitePast(),
        absl::UnixEpoch() - absl::Microseconds(1),
        At("9999-12-31T23:59:59Z") + absl::Seconds(1)}) {
    EXPECT_EQ(Due(Limit(1, Unit::kMonth), start, utc, FridaySaturday())
                  .status()
                  .code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(Due(Limit(100, Unit::kYear), At("9999-12-31T23:59:59Z"), utc,
                  FridaySaturday())
                  .ok());
  for (const Period period :
       {Period{0, Unit::kHour}, Period{-1, Unit::kMonth},
        Period{1001, Unit::kWorkingDay}, Period{101, Unit::kYear}}) {
    EXPECT_EQ(Due(Limit(period.amount, period.unit), absl::UnixEpoch(), utc,
                  FridaySaturday())
                  .status()
                  .code(),
              absl::StatusCode::kInvalidArgument);
  }
}

TimeLimit Extendable(Period period, Extension extension) {
  TimeLimit limit = Limit(period.amount, period.unit);
  limit.extension = extension;
  return limit;
}

TEST(TimeLimitTest, ATotalExtensionCountsFromTheStart) {
  const TimeLimit limit =
      Extendable({25, Unit::kCalendarDay},
                 {Extension::Kind::kTotal, Period{60, Unit::kCalendarDay}});
  const absl::TimeZone utc = absl::UTCTimeZone();
  const Calendar& week = FridaySaturday();
  const auto original = Due(limit, At("2026-01-01T12:00:00Z"), utc, week);
  const auto extended =
      Extended(limit, *original, {60, Unit::kCalendarDay}, week);
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(extended->last_day, CivilDay(2026, 3, 2));
  EXPECT_EQ(Extended(limit, *original, {61, Unit::kCalendarDay}, week)
                .status()
                .message(),
            "the extension exceeds the maximum of the rule");
  EXPECT_EQ(Extended(limit, *original, {25, Unit::kCalendarDay}, week)
                .status()
                .message(),
            "the extension does not prolong");
}

TEST(TimeLimitTest, AnAdditionalExtensionCountsFromTheLastDay) {
  const TimeLimit limit =
      Extendable({10, Unit::kCalendarDay},
                 {Extension::Kind::kAdditional, Period{4, Unit::kCalendarDay}});
  const absl::TimeZone utc = absl::UTCTimeZone();
  const Calendar& week = FridaySaturday();
  const auto original = Due(limit, At("2026-01-01T12:00:00Z"), utc, week);
  EXPECT_EQ(Extended(limit, *original, {4, Unit::kCalendarDay}, week)->last_day,
            CivilDay(2026, 1, 15));
  EXPECT_FALSE(Extended(limit, *original, {5, Unit::kCalendarDay}, week).ok());
  EXPECT_FALSE(Extended(limit, *original, {4, Unit::kHour}, week).ok());
  const TimeLimit unbounded =
      Extendable({1, Unit::kMonth}, {Extension::Kind::kAdditional, {}});
  const auto month = Due(unbounded, At("2026-01-01T12:00:00Z"), utc, week);
  EXPECT_EQ(Extended(unbounded, *month, {3, Unit::kMonth}, week)->last_day,
            CivilDay(2026, 5, 1));
  const TimeLimit hours =
      Extendable({24, Unit::kHour},
                 {Extension::Kind::kAdditional, Period{24, Unit::kHour}});
  const auto day = Due(hours, At("2026-01-01T12:00:00Z"), utc, week);
  EXPECT_EQ(Extended(hours, *day, {24, Unit::kHour}, week)->due,
            At("2026-01-03T12:00:00Z"));
}

TEST(TimeLimitTest, ALimitThatKnowsNoExtensionHasNone) {
  const Calendar& week = FridaySaturday();
  const TimeLimit limit = Limit(21, Unit::kCalendarDay);
  const auto original =
      Due(limit, At("2026-01-01T12:00:00Z"), absl::UTCTimeZone(), week);
  EXPECT_EQ(Extended(limit, *original, {30, Unit::kCalendarDay}, week)
                .status()
                .code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ExtendedUntil(limit, *original, At("2027-01-01T12:00:00Z"))
                .status()
                .code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST(TimeLimitTest, RunsOnUntilTheObstacleIsRemovedAndIsNeverShortened) {
  const TimeLimit limit = Extendable(
      {1, Unit::kYear}, {Extension::Kind::kUntilObstacleRemoved, {}});
  const auto original = Due(limit, At("2026-01-01T12:00:00Z"),
                            absl::UTCTimeZone(), FridaySaturday());
  EXPECT_EQ(ExtendedUntil(limit, *original, At("2027-03-05T12:00:00Z"))->due,
            At("2027-03-06T00:00:00Z"));
  EXPECT_EQ(ExtendedUntil(limit, *original, At("2026-03-05T12:00:00Z"))->due,
            original->due);
  EXPECT_FALSE(ExtendedUntil(limit, *original, absl::InfiniteFuture()).ok());
}

TEST(TimeLimitTest, TheSentenceNamesRuleUnitStartAndZone) {
  const auto explain = [](const TimeLimit& limit, const char* start,
                          const char* zone) {
    return Explain(limit, *Due(limit, At(start), Zone(zone), FridaySaturday()));
  };
  EXPECT_EQ(explain(Limit(21, Unit::kCalendarDay), "2026-11-22T10:14:00+05:00",
                    "Asia/Almaty"),
            "reply due 13 December 2026 24:00 (Asia/Almaty), 21 calendar days, "
            "art. 7(3), from receipt on 22 November 2026");
  EXPECT_EQ(explain(Limit(48, Unit::kHour), "2026-05-02T10:14:05Z", "UTC"),
            "reply due 4 May 2026 10:14:05 (UTC), 48 hours, art. 7(3), from "
            "receipt on 2 May 2026 10:14:05");
  TimeLimit notice = Limit(3, Unit::kWorkingDay, StartEvent::kPlannedDeparture);
  notice.id = limit::kTransferNotice;
  notice.origin.article = "protocol 5(1)";
  notice.origin.verified = false;
  notice.start_verified = false;
  EXPECT_EQ(explain(notice, "2026-11-25T09:00:00+02:00", "Africa/Cairo"),
            "transfer notice due 22 November 2026 24:00 (Africa/Cairo), 3 "
            "working days, calendar week version 2, protocol 5(1) "
            "[unverified], before departure on 25 November 2026 [start "
            "unverified]");
}

TEST(TimeLimitTest, TheShippedFilesGiveTheOfficerHisSentence) {
  const RuleSet rules = Kazakhstan();
  const auto week =
      ParseCalendar(ShippedBytes("calendars/kaz-working-week.json"));
  ASSERT_TRUE(week.ok()) << week.status();
  std::map<std::string, std::string> sentences;
  for (const TimeLimit& limit : rules.time_limits) {
    const auto deadline =
        Due(limit, At("2026-11-22T10:14:00+05:00"), Zone("Asia/Almaty"), *week);
    ASSERT_TRUE(deadline.ok()) << deadline.status();
    sentences[limit.id] = Explain(limit, *deadline);
  }
  EXPECT_EQ(sentences["reply"],
            "reply due 13 December 2026 24:00 (Asia/Almaty), 21 calendar days, "
            "art. 7(3), from receipt on 22 November 2026");
  EXPECT_EQ(sentences["transfer_notice"],
            "transfer notice due 18 November 2026 24:00 (Asia/Almaty), 3 "
            "working days, calendar kaz-working-week version 1 [unverified], "
            "protocol 5(1), before departure on 22 November 2026");
}

}  // namespace
}  // namespace sijill::rules
