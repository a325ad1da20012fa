// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/complete_request.h"

#include <string>

#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"
#include "gtest/gtest.h"
#include "services/readmission/testing/setting.h"

namespace sijill::readmission {
namespace {

using casestate::testing::HistoryBuilder;
using casestate::testing::kConsulate;
using casestate::testing::kProtection;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;
using testing::CompleteForm;
using testing::PartOf;
using testing::Setting;

std::string Refusal(const absl::Status& status) {
  return refusal::ReasonOf(status).value_or(status.ToString());
}

v1::CompleteRequestRequest Completion() {
  v1::CompleteRequestRequest request;
  *request.mutable_form() = CompleteForm();
  return request;
}

HistoryBuilder Returned(Setting& setting) {
  HistoryBuilder history = setting.Opened();
  v1::ReturnedAsIncomplete returned;
  returned.add_missing_items()->set_requirement("date_of_birth");
  history.Say(kRequested, v1::EVENT_KIND_RETURNED_AS_INCOMPLETE, returned);
  return history;
}

TEST(CompleteRequestTest, AnswersTheReturnWithTheWholeFormGradedAnew) {
  Setting setting;
  HistoryBuilder history = Returned(setting);
  v1::CompleteRequestRequest request = Completion();
  request.mutable_children()
      ->add_minor_children()
      ->mutable_child_name()
      ->MergeFrom(request.form().person().names(0));
  const auto decided =
      CompleteRequest(history.Fold(), request, setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto completed = PartOf<v1::RequestCompleted>(*decided);
  EXPECT_EQ(completed.returned_event(), history.events().back().id.str());
  EXPECT_EQ(completed.evidence_gradings_size(), 2);
  EXPECT_EQ(PartOf<v1::ChildrenForm>(*decided, 0, 2).minor_children_size(), 1);
  EXPECT_NE(decided->valid_until, absl::InfiniteFuture());
}

TEST(CompleteRequestTest, AnswersOnlyAReturnAndOnlyOnce) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  EXPECT_EQ(Refusal(CompleteRequest(history.Fold(), Completion(),
                                    setting.As(kRequesting))
                        .status()),
            "NOT_INCOMPLETE");
  history = Returned(setting);
  v1::RequestCompleted completed;
  completed.set_returned_event(history.events().back().id.str());
  history.Say(kRequesting, v1::EVENT_KIND_REQUEST_COMPLETED, completed);
  EXPECT_EQ(Refusal(CompleteRequest(history.Fold(), Completion(),
                                    setting.As(kRequesting))
                        .status()),
            "NOT_INCOMPLETE");
}

TEST(CompleteRequestTest, IsForAnOfficerOfTheSideThatAsked) {
  Setting setting;
  const auto state = Returned(setting).Fold();
  EXPECT_EQ(
      Refusal(CompleteRequest(state, Completion(), setting.As(kRequesting, ""))
                  .status()),
      "OFFICER_REQUIRED");
  EXPECT_EQ(Refusal(CompleteRequest(state, Completion(), setting.As(kRequested))
                        .status()),
            "ROLE_MISSING");
}

TEST(CompleteRequestTest, SendsNothingUnderAHold) {
  Setting setting;
  HistoryBuilder history = Returned(setting);
  v1::ParticipantAdded added;
  added.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  added.mutable_participant()->set_agency(kProtection);
  history.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, added,
              {.own_lane = true});
  v1::SafeguardHoldPlaced hold;
  hold.set_reason(v1::HOLD_REASON_MEDICAL);
  history.Say(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, hold);
  EXPECT_EQ(Refusal(CompleteRequest(history.Fold(), Completion(),
                                    setting.As(kRequesting))
                        .status()),
            "HOLD_IN_FORCE");
}

TEST(CompleteRequestTest, TheCompletedFormIsJudgedAsTheFirstWas) {
  Setting setting;
  const auto state = Returned(setting).Fold();
  v1::CompleteRequestRequest request = Completion();
  request.mutable_form()->clear_language();
  EXPECT_EQ(
      Refusal(
          CompleteRequest(state, request, setting.As(kRequesting)).status()),
      "FORM_INCOMPLETE");
  request.clear_form();
  EXPECT_TRUE(absl::IsInvalidArgument(
      CompleteRequest(state, request, setting.As(kRequesting)).status()));
}

TEST(CompleteRequestTest, NeedsTheRulesThatTheCaseNames) {
  Setting setting;
  const auto state = Returned(setting).Fold();
  setting.book = decision::RuleBook();
  EXPECT_EQ(
      Refusal(CompleteRequest(state, Completion(), setting.As(kRequesting))
                  .status()),
      "RULE_SET_UNKNOWN");
}

}  // namespace
}  // namespace sijill::readmission
