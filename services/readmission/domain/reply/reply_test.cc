// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/reply/reply.h"

#include <string>

#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/event_id.h"
#include "services/readmission/domain/reply/receipt.h"
#include "services/readmission/domain/reply_deadline.h"
#include "services/readmission/testing/setting.h"

namespace sijill::readmission {
namespace {

using casestate::testing::HistoryBuilder;
using casestate::testing::kConsulate;
using casestate::testing::kProtection;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;
using testing::PartOf;
using testing::Setting;

std::string Refusal(const absl::Status& status) {
  return refusal::ReasonOf(status).value_or(status.ToString());
}

// 21 calendar days in Almaty from the receipt, BL-KZ art. 7(3).
absl::Time DueOf(const HistoryBuilder& history) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Asia/Almaty", &zone));
  const absl::Time received = RecordedAt(history.Fold().shared.received());
  return absl::FromCivil(
      absl::CivilSecond(absl::ToCivilDay(received, zone) + 22), zone);
}

v1::RefuseReadmissionRequest Refusing() {
  v1::RefuseReadmissionRequest request;
  request.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_A_NATIONAL);
  return request;
}

// The case after a reply that was decided.
template <typename Part>
HistoryBuilder After(HistoryBuilder history,
                     const decision::Decision& decided) {
  history.Say(kRequested, decided.events.front().kind, PartOf<Part>(decided));
  return history;
}

TEST(ConfirmReceiptTest, ASystemConfirmsOnce) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  const auto decided =
      ConfirmReceipt(history.Fold(), setting.As(kRequested, ""));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(
      Refusal(ConfirmReceipt(history.Fold(), setting.As(kRequesting)).status()),
      "ROLE_MISSING");
  history.Write(kRequested, v1::EVENT_KIND_RECEIPT_CONFIRMED);
  EXPECT_EQ(
      Refusal(ConfirmReceipt(history.Fold(), setting.As(kRequested)).status()),
      "ALREADY_ANSWERED");
  history.Write(kRequesting, v1::EVENT_KIND_WITHDRAWN);
  EXPECT_EQ(
      Refusal(ConfirmReceipt(history.Fold(), setting.As(kRequested)).status()),
      "CASE_ENDED");
}

TEST(ReturnAsIncompleteTest, SaysWhatIsMissing) {
  Setting setting;
  const auto state = setting.Opened().Fold();
  v1::ReturnAsIncompleteRequest request;
  EXPECT_TRUE(absl::IsInvalidArgument(
      ReturnAsIncomplete(state, request, setting.As(kRequested)).status()));
  request.add_missing_items();
  EXPECT_TRUE(absl::IsInvalidArgument(
      ReturnAsIncomplete(state, request, setting.As(kRequested)).status()));
  request.mutable_missing_items(0)->set_explanation("the second page");
  const auto decided =
      ReturnAsIncomplete(state, request, setting.As(kRequested));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(
      PartOf<v1::ReturnedAsIncomplete>(*decided).missing_items(0).explanation(),
      "the second page");
  EXPECT_EQ(
      Refusal(ReturnAsIncomplete(state, request, setting.As(kRequested, ""))
                  .status()),
      "OFFICER_REQUIRED");
}

TEST(ReturnAsIncompleteTest, IsNotSaidTwiceNorAfterAReply) {
  Setting setting;
  v1::ReturnAsIncompleteRequest request;
  request.add_missing_items()->set_requirement("language");
  HistoryBuilder history = setting.Opened();
  history.Write(kRequested, v1::EVENT_KIND_RETURNED_AS_INCOMPLETE);
  EXPECT_EQ(Refusal(ReturnAsIncomplete(history.Fold(), request,
                                       setting.As(kRequested))
                        .status()),
            "ALREADY_ANSWERED");
  history = setting.Opened();
  history.Write(kRequested, v1::EVENT_KIND_REFUSED);
  EXPECT_EQ(Refusal(ReturnAsIncomplete(history.Fold(), request,
                                       setting.As(kRequested))
                        .status()),
            "ALREADY_ANSWERED");
}

TEST(ReplyTest, AReplyInTheLastMicrosecondIsInTimeAndOneLaterIsLate) {
  Setting setting;
  const HistoryBuilder history = setting.Opened();
  const absl::Time due = DueOf(history);
  setting.now = due - absl::Microseconds(1);
  auto decided = ApproveReadmission(history.Fold(), {}, setting.As(kRequested));
  ASSERT_TRUE(decided.ok()) << decided.status();
  v1::ReplyTiming timing = PartOf<v1::Approved>(*decided).timing();
  EXPECT_FALSE(timing.late());
  EXPECT_EQ(google::protobuf::util::TimeUtil::TimestampToMicroseconds(
                timing.due_at()),
            absl::ToUnixMicros(due));
  EXPECT_EQ(decided->valid_until, due);
  setting.now = due;
  decided =
      RefuseReadmission(history.Fold(), Refusing(), setting.As(kRequested));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_TRUE(PartOf<v1::Refused>(*decided).timing().late());
  EXPECT_EQ(decided->valid_until, absl::InfiniteFuture());
}

TEST(ReplyTest, NoLimitRunsWithoutReceiptRuleOrAddress) {
  Setting setting;
  HistoryBuilder history;
  const v1::OpeningTerms terms = setting.Terms();
  const base::Hash opening =
      history.Say(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, terms);
  const auto rules = decision::RulesOf(history.Fold(), setting.As(kRequested));
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_FALSE(ReplyDeadline(history.Fold(), *rules).has_value());
  history.Deliver(opening);
  EXPECT_TRUE(ReplyDeadline(history.Fold(), *rules).has_value());
  v1::Misaddressed misaddressed;
  misaddressed.set_event_id(opening.str());
  misaddressed.mutable_participant()->set_role(v1::ROLE_CONSULATE);
  misaddressed.mutable_participant()->set_agency(kConsulate);
  history.Say(casestate::testing::kSouthNode, v1::EVENT_KIND_MISADDRESSED,
              misaddressed);
  EXPECT_FALSE(ReplyDeadline(history.Fold(), *rules).has_value());

  HistoryBuilder none;
  none.OpenReadmission();  // rule set "none"
  const auto decided =
      ApproveReadmission(none.Fold(), {}, setting.As(kRequested));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_FALSE(PartOf<v1::Approved>(*decided).timing().has_due_at());
  EXPECT_FALSE(PartOf<v1::Approved>(*decided).has_valid_until());
}

TEST(ReplyTest, TheRuleNamesTheEventThatStartsTheLimit) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  auto rules = decision::RulesOf(history.Fold(), setting.As(kRequested));
  ASSERT_TRUE(rules.ok());
  rules::RuleSet confirmed = setting.book.sets().front();
  for (rules::TimeLimit& limit : confirmed.time_limits) {
    if (limit.id == rules::limit::kReply) {
      limit.start = rules::StartEvent::kReceiptConfirmed;
    }
  }
  rules->rules = *rules::Rules::Resolve(
      {{confirmed}}, {.procedure = rules::Procedure::kReadmission,
                      .requesting = "NLD",
                      .requested = "KAZ"});
  EXPECT_FALSE(ReplyDeadline(history.Fold(), *rules).has_value());
  history.Wait(7 * 86'400);
  history.Write(kRequested, v1::EVENT_KIND_RECEIPT_CONFIRMED);
  const auto deadline = ReplyDeadline(history.Fold(), *rules);
  ASSERT_TRUE(deadline.has_value());
  EXPECT_EQ(deadline->start,
            RecordedAt(history.Fold().shared.receipt_confirmed()));
}

TEST(ApproveReadmissionTest, WithoutADayTheRulesWindowIsWritten) {
  Setting setting;
  const HistoryBuilder history = setting.Opened();  // 14 November 2023
  const auto decided =
      ApproveReadmission(history.Fold(), {}, setting.As(kRequested));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto until = PartOf<v1::Approved>(*decided).valid_until();
  EXPECT_EQ(until.year(), 2023);
  EXPECT_EQ(until.month(), 12);
  EXPECT_EQ(until.day(), 15);  // it is the 15th in Almaty
}

TEST(ApproveReadmissionTest, NamesEveryWrongFieldAtOnce) {
  Setting setting;
  v1::ApproveReadmissionRequest request;
  request.mutable_valid_until()->set_year(2023);
  request.mutable_valid_until()->set_month(11);
  request.mutable_valid_until()->set_day(14);  // yesterday in Almaty
  request.set_competent_consulate(kRequesting);
  request.set_observations(std::string(2001, 'x'));
  request.set_note("\x01");
  const auto refused = ApproveReadmission(setting.Opened().Fold(), request,
                                          setting.As(kRequested));
  const auto violations = refusal::FieldViolationsOf(refused.status());
  ASSERT_EQ(violations.size(), 4u) << refused.status();
  EXPECT_EQ(violations[0].field, "valid_until");
  EXPECT_EQ(violations[1].field, "competent_consulate");
}

TEST(ReplyTest, TheSameReplyIsNotGivenTwiceAndAnotherTakesItsPlace) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  auto decided =
      RefuseReadmission(history.Fold(), Refusing(), setting.As(kRequested));
  ASSERT_TRUE(decided.ok()) << decided.status();
  history = After<v1::Refused>(std::move(history), *decided);
  EXPECT_EQ(Refusal(RefuseReadmission(history.Fold(), Refusing(),
                                      setting.As(kRequested))
                        .status()),
            "ALREADY_ANSWERED");
  v1::RefuseReadmissionRequest other = Refusing();
  other.mutable_grounds(0)->set_explanation("no such register entry");
  EXPECT_TRUE(
      RefuseReadmission(history.Fold(), other, setting.As(kRequested)).ok());
  decided = ApproveReadmission(history.Fold(), {}, setting.As(kRequested));
  ASSERT_TRUE(decided.ok());
  history = After<v1::Approved>(std::move(history), *decided);
  EXPECT_EQ(
      Refusal(ApproveReadmission(history.Fold(), {}, setting.As(kRequested))
                  .status()),
      "ALREADY_ANSWERED");
}

TEST(RefuseReadmissionTest, StatesItsGrounds) {
  Setting setting;
  const auto state = setting.Opened().Fold();
  const auto refused = RefuseReadmission(state, {}, setting.As(kRequested));
  EXPECT_EQ(Refusal(refused.status()), "GROUNDS_REQUIRED");
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  v1::RefuseReadmissionRequest request;
  request.add_grounds();
  request.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_OTHER);
  EXPECT_EQ(
      refusal::FieldViolationsOf(
          RefuseReadmission(state, request, setting.As(kRequested)).status())
          .size(),
      2u);
}

TEST(ReplyTest, IsForAnOfficerOfTheRequestedState) {
  Setting setting;
  const auto state = setting.Opened().Fold();
  for (const char* agency : {kRequesting, kConsulate}) {
    EXPECT_EQ(
        Refusal(ApproveReadmission(state, {}, setting.As(agency)).status()),
        "ROLE_MISSING");
  }
  EXPECT_EQ(
      Refusal(RefuseReadmission(state, Refusing(), setting.As(kRequested, ""))
                  .status()),
      "OFFICER_REQUIRED");
  HistoryBuilder document;
  document.OpenDocumentRequest();
  EXPECT_EQ(
      Refusal(ApproveReadmission(document.Fold(), {}, setting.As(kRequested))
                  .status()),
      "PROCEDURE_MISMATCH");
}

TEST(ReplyTest, UnderAHoldOfTheOwnSideNothingIsApproved) {
  Setting setting;
  casestate::CaseState state = setting.Opened().Fold();
  state.own.set_hold_in_force(true);
  EXPECT_EQ(
      Refusal(ApproveReadmission(state, {}, setting.As(kRequested)).status()),
      "HOLD_IN_FORCE");
  EXPECT_TRUE(
      RefuseReadmission(state, Refusing(), setting.As(kRequested)).ok());
}

class ReviewTest : public ::testing::Test {
 protected:
  ReviewTest() : history_(setting_.Opened()) {
    setting_.now = DueOf(history_) + absl::Hours(1);
    const auto decided =
        ApproveReadmission(history_.Fold(), {}, setting_.As(kRequested));
    EXPECT_TRUE(decided.ok()) << decided.status();
    history_ = After<v1::Approved>(std::move(history_), *decided);
  }

  absl::StatusOr<decision::Decision> Review(bool accepted) {
    v1::ReviewLateReplyRequest request;
    request.set_accepted(accepted);
    return ReviewLateReply(history_.Fold(), request, setting_.As(kRequesting));
  }

  Setting setting_;
  HistoryBuilder history_;
};

TEST_F(ReviewTest, ALateReplyIsKeptMarkedAndReviewedOnce) {
  EXPECT_EQ(history_.Fold().shared.status(), v1::CASE_STATUS_LATE_REPLY);
  const auto decided = Review(true);
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto review = PartOf<v1::LateReplyReviewed>(*decided);
  EXPECT_EQ(review.reply_event(), history_.events().back().id.str());
  history_.Say(kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED, review);
  EXPECT_EQ(history_.Fold().shared.status(), v1::CASE_STATUS_APPROVED);
  EXPECT_EQ(Refusal(Review(false).status()), "NO_LATE_REPLY");
}

TEST_F(ReviewTest, UnderAHoldALateReplyMayOnlyBeSetAside) {
  v1::ParticipantAdded added;
  added.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  added.mutable_participant()->set_agency(kProtection);
  history_.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, added,
               {.own_lane = true});
  history_.Write(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED);
  EXPECT_EQ(Refusal(Review(true).status()), "HOLD_IN_FORCE");
  EXPECT_TRUE(Review(false).ok());
}

TEST_F(ReviewTest, AReplyInTimeIsNotReviewed) {
  history_ = setting_.Opened();
  EXPECT_EQ(Refusal(Review(true).status()), "NO_LATE_REPLY");
  history_.Write(kRequested, v1::EVENT_KIND_APPROVED);
  EXPECT_EQ(Refusal(Review(true).status()), "NO_LATE_REPLY");
}

}  // namespace
}  // namespace sijill::readmission
