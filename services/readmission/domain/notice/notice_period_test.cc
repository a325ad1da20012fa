// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/notice/notice_period.h"

#include <vector>

#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/notice/notify_transfer.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using ::testing::HasSubstr;
using testing::kRequesting;
using testing::ReasonOf;
using testing::TimestampOf;
using testing::TransferCase;

// Wednesday 15 November 2023, six in the morning in Almaty.
constexpr char kWednesday[] = "2023-11-15T00:00:00Z";

// RequireNotice() in a case whose agreement states this notice.
class TransferNoticePeriodTest : public ::testing::Test {
 protected:
  TransferNoticePeriodTest() { file_.now = testing::At(kWednesday); }

  void SetNotice(
      const rules::Period& period,
      rules::TimeLimit::Side side = rules::TimeLimit::Side::kRequested) {
    set_ = rules::Kazakhstan();
    for (rules::TimeLimit& limit : set_.time_limits) {
      if (limit.id != rules::limit::kTransferNotice) continue;
      limit.period = period;
      limit.days_of = side;
    }
  }

  void RemoveNotice() {
    std::erase_if(set_.time_limits, [](const rules::TimeLimit& limit) {
      return limit.id == rules::limit::kTransferNotice;
    });
  }

  absl::StatusOr<absl::Time> Require(std::string_view departs) {
    const auto context = file_.By(kRequesting);
    auto rules = decision::RulesOf(file_.At(), context);
    EXPECT_TRUE(rules.ok()) << rules.status();
    rules->rules =
        *rules::Rules::Resolve(std::vector<rules::RuleSet>{set_},
                               {.requesting = "NLD", .requested = "KAZ"});
    return RequireNotice(file_.At(), context, *rules, testing::At(departs));
  }

  std::string Earliest(std::string_view departs) {
    const auto refused = Require(departs);
    EXPECT_EQ(ReasonOf(refused), "NOTICE_TOO_SHORT");
    return refusal::MetadataOf(refused.status())["earliest_departure"];
  }

  TransferCase file_;
  rules::RuleSet set_ = rules::Kazakhstan();
};

TEST_F(TransferNoticePeriodTest, ThreeWorkingDaysLieBeforeTheDeparture) {
  // Before Saturday the 18th lie Friday, Thursday and Wednesday.
  const auto enough = Require("2023-11-18T06:00:00Z");
  ASSERT_TRUE(enough.ok()) << enough.status();
  EXPECT_EQ(*enough, testing::At("2023-11-15T18:00:00Z"));  // 24:00 in Almaty
  EXPECT_EQ(ReasonOf(Require("2023-11-17T06:00:00Z")), "NOTICE_TOO_SHORT");
}

TEST_F(TransferNoticePeriodTest, TheRefusalSaysTheRuleAndTheEarliestDay) {
  const absl::Status refused = Require("2023-11-17T06:00:00Z").status();
  EXPECT_EQ(refusal::MetadataOf(refused)["earliest_departure"], "2023-11-18");
  const std::string text(refused.message());
  EXPECT_THAT(text, HasSubstr("3 working days"));
  EXPECT_THAT(text, HasSubstr("protocol 5(1)"));
  EXPECT_THAT(text, HasSubstr("18 November 2023 (Asia/Almaty)"));
}

TEST_F(TransferNoticePeriodTest, TheEarliestDayIsInTimeAndTheDayBeforeIsNot) {
  for (const auto unit : {rules::Unit::kWorkingDay, rules::Unit::kCalendarDay,
                          rules::Unit::kWeek, rules::Unit::kMonth}) {
    SetNotice({.amount = 2, .unit = unit});
    // A Friday, a weekend, the end of a month.
    for (const char* now : {"2023-11-17T10:00:00Z", "2023-11-18T10:00:00Z",
                            "2023-12-31T10:00:00Z"}) {
      file_.now = testing::At(now);
      const std::string day = Earliest("2023-01-01T06:00:00Z");
      EXPECT_TRUE(Require(day + "T06:00:00Z").ok()) << day;
      const absl::Time before =
          testing::At(day + "T06:00:00Z") - absl::Hours(24);
      EXPECT_FALSE(Require(absl::FormatTime(before)).ok()) << day;
    }
  }
}

TEST_F(TransferNoticePeriodTest, NoticeInTheLastInstantIsInTime) {
  file_.now = testing::At("2023-11-15T18:00:00Z") - absl::Microseconds(1);
  EXPECT_TRUE(Require("2023-11-18T06:00:00Z").ok());
  file_.now += absl::Microseconds(1);
  EXPECT_EQ(Earliest("2023-11-18T06:00:00Z"), "2023-11-21");
}

TEST_F(TransferNoticePeriodTest, HoursAreCountedToTheInstant) {
  SetNotice({.amount = 48, .unit = rules::Unit::kHour});
  EXPECT_TRUE(Require("2023-11-17T00:00:00Z").ok());
  file_.now += absl::Milliseconds(1);
  EXPECT_EQ(Earliest("2023-11-17T00:00:00Z"), "2023-11-17T06:00:01+06:00");
  EXPECT_TRUE(Require("2023-11-17T00:00:01Z").ok());
}

TEST_F(TransferNoticePeriodTest, TheRuleSaysWhoseDaysCount) {
  // 23:30 in Amsterdam is the 18th there and the 19th in Almaty.
  SetNotice({.amount = 3, .unit = rules::Unit::kCalendarDay});
  file_.now = testing::At("2023-11-15T22:30:00Z");
  EXPECT_TRUE(Require("2023-11-18T22:30:00Z").ok());
  SetNotice({.amount = 4, .unit = rules::Unit::kCalendarDay},
            rules::TimeLimit::Side::kRequesting);
  EXPECT_EQ(Earliest("2023-11-18T22:30:00Z"), "2023-11-19");
  EXPECT_THAT(std::string(Require("2023-11-18T22:30:00Z").status().message()),
              HasSubstr("Europe/Amsterdam"));
  file_.directory.agencies[kRequesting].set_time_zone("");
  EXPECT_EQ(ReasonOf(Require("2023-11-18T22:30:00Z")), "AGENCY_UNKNOWN");
}

TEST_F(TransferNoticePeriodTest, WithoutARuleNoNoticeIsTooShort) {
  RemoveNotice();
  EXPECT_EQ(*Require("2023-11-15T01:00:00Z"), absl::InfiniteFuture());
}

TEST_F(TransferNoticePeriodTest,
       TheDecisionHoldsUntilTheNoticeWouldBeTooShort) {
  file_.Approve();
  v1::NotifyTransferRequest request = file_.Request();
  const auto decided =
      NotifyTransfer(file_.At(), request, file_.By(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  // Three working days before Wednesday the 22nd: Friday the 17th, 24:00.
  EXPECT_EQ(decided->valid_until, testing::At("2023-11-17T18:00:00Z"));
  file_.now = decided->valid_until;
  EXPECT_EQ(
      ReasonOf(NotifyTransfer(file_.At(), request, file_.By(kRequesting))),
      "NOTICE_TOO_SHORT");
}

}  // namespace
}  // namespace sijill::readmission
