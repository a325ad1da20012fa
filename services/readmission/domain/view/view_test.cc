// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <string>

#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/view/case_deadlines.h"
#include "services/readmission/domain/view/list_requirements.h"
#include "services/readmission/domain/view/visible_case.h"
#include "services/readmission/testing/setting.h"

namespace sijill::readmission {
namespace {

using casestate::testing::HistoryBuilder;
using casestate::testing::kProtection;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kEmbassy;
using testing::Setting;
using ::testing::SizeIs;

std::vector<v1::Deadline> Deadlines(Setting& setting,
                                    const HistoryBuilder& history) {
  const auto rules = decision::RulesOf(history.Fold(), setting.As(kRequesting));
  EXPECT_TRUE(rules.ok()) << rules.status();
  return DeadlinesOf(history.Fold(), *rules);
}

TEST(CaseDeadlinesTest, TheReplyLimitSaysWhyItEndsWhenItDoes) {
  Setting setting;
  const HistoryBuilder history = setting.Opened();
  auto deadlines = Deadlines(setting, history);
  ASSERT_THAT(deadlines, SizeIs(1));
  const v1::Deadline& reply = deadlines.front();
  EXPECT_EQ(reply.rule(), "reply");
  EXPECT_EQ(reply.title(),
            "reply due 6 December 2023 24:00 (Asia/Almaty), 21 calendar days, "
            "art. 7(3), from receipt on 15 November 2023");
  EXPECT_THAT(reply.source(), HasSubstr("art. 7(3), Agreement between"));
  EXPECT_EQ(reply.start_event(), history.Fold().shared.received().event());
  EXPECT_EQ(reply.rule_set().id(), "benelux-kazakhstan-2015");
  EXPECT_EQ(reply.calendar().id(), "kaz-working-week");
  EXPECT_TRUE(reply.verified());
  EXPECT_EQ(reply.state(), v1::DEADLINE_STATE_RUNNING);
  EXPECT_EQ(NextOf(deadlines), &reply);
}

TEST(CaseDeadlinesTest, WithTimeARunningLimitPassesAndAMetOneDoesNot) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  auto deadlines = Deadlines(setting, history);
  const absl::Time due = absl::FromUnixMicros(
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(
          deadlines.front().due_at()));
  LetPass(deadlines, due - absl::Microseconds(1));
  EXPECT_EQ(deadlines.front().state(), v1::DEADLINE_STATE_RUNNING);
  LetPass(deadlines, due);
  EXPECT_EQ(deadlines.front().state(), v1::DEADLINE_STATE_PASSED);
  EXPECT_EQ(NextOf(deadlines), nullptr);
  history.Write(kRequested, v1::EVENT_KIND_APPROVED);
  deadlines = Deadlines(setting, history);
  LetPass(deadlines, absl::InfiniteFuture());
  ASSERT_THAT(deadlines, SizeIs(2));
  EXPECT_EQ(deadlines[0].state(), v1::DEADLINE_STATE_MET);
  EXPECT_EQ(deadlines[1].rule(), "transfer_window");
  EXPECT_EQ(deadlines[1].state(), v1::DEADLINE_STATE_PASSED);
}

TEST(CaseDeadlinesTest, DocumentNoticeAndErrorHaveTheirLimits) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  history.Write(kRequested, v1::EVENT_KIND_APPROVED);
  history.Deliver(
      history.Write(kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED));
  v1::TransferNotified notified;
  notified.mutable_journey()->mutable_departs_at()->set_seconds(1'700'500'000);
  const base::Hash transfer =
      history.Say(kRequesting, v1::EVENT_KIND_TRANSFER_NOTIFIED, notified);
  v1::ArrivalConfirmed arrived;
  arrived.set_transfer_event(transfer.str());
  arrived.mutable_arrived_at()->set_seconds(1'700'520'000);
  history.Say(casestate::testing::kBorder, v1::EVENT_KIND_ARRIVAL_CONFIRMED,
              arrived);
  std::vector<std::string> rules;
  for (const v1::Deadline& deadline : Deadlines(setting, history)) {
    rules.push_back(deadline.rule());
  }
  EXPECT_THAT(rules, ElementsAre("transfer_notice", "travel_document_issue",
                                 "reply", "transfer_window", "error_return"));
}

TEST(CaseDeadlinesTest, OfACaseThatEndedNothingRuns) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  history.Write(kRequesting, v1::EVENT_KIND_WITHDRAWN);
  EXPECT_THAT(Deadlines(setting, history), SizeIs(0));
}

TEST(VisibleCaseTest, WhyAHoldStandsIsForProtectionAlone) {
  Setting setting;
  HistoryBuilder history = setting.Opened();
  v1::ParticipantAdded added;
  added.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  added.mutable_participant()->set_agency(kProtection);
  history.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, added,
              {.own_lane = true});
  v1::SafeguardHoldPlaced hold;
  hold.set_reason(v1::HOLD_REASON_NON_REFOULEMENT);
  hold.set_note("see file");
  v1::DecisionContext context;
  context.set_officer("p-3");
  context.mutable_mandate()->set_identity(
      "spiffe://north.example/agency/protection/officer/p-3");
  history.Write(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED,
                {&hold, &context});
  const auto state = history.Fold();
  const v1::CaseSnapshot whole = VisibleCase(state, HoldView::kWhole);
  EXPECT_EQ(whole.own_side().holds(0).hold().note(), "see file");
  EXPECT_THAT(ClassesShown(whole),
              ElementsAre(v1::PART_CLASS_OUTWARD, v1::PART_CLASS_OWN_SIDE,
                          v1::PART_CLASS_CONTEXT));
  const v1::CaseSnapshot part = VisibleCase(state, HoldView::kInForce);
  EXPECT_TRUE(part.own_side().hold_in_force());
  ASSERT_EQ(part.own_side().holds_size(), 1);
  EXPECT_TRUE(part.own_side().holds(0).has_fact());
  EXPECT_FALSE(part.own_side().holds(0).has_hold());
  // Nor who: the name of an office tells what it protects from.
  EXPECT_EQ(part.DebugString().find("p-3"), std::string::npos);
  EXPECT_EQ(part.DebugString().find(kProtection), std::string::npos);
  EXPECT_EQ(part.shared().SerializeAsString(),
            whole.shared().SerializeAsString());

  // The other node holds nothing of it.
  const auto south =
      casestate::Fold(history.stream(), history.HeldBy("south.example"));
  EXPECT_FALSE(VisibleCase(south, HoldView::kWhole).own_side().hold_in_force());
}

TEST(VisibleCaseTest, TheClassesShownAreThoseOfTheCase) {
  casestate::CaseState state;
  EXPECT_THAT(ClassesShown(VisibleCase(state, HoldView::kWhole)),
              ElementsAre(v1::PART_CLASS_OUTWARD));
  state.own.mutable_children();
  state.own.mutable_medical_needs();
  EXPECT_THAT(ClassesShown(VisibleCase(state, HoldView::kWhole)),
              ElementsAre(v1::PART_CLASS_OUTWARD));
  state.own.mutable_children()->add_minor_children();
  state.own.mutable_medical_needs()->set_medical_escort(true);
  EXPECT_THAT(ClassesShown(VisibleCase(state, HoldView::kWhole)),
              ElementsAre(v1::PART_CLASS_OUTWARD, v1::PART_CLASS_MEDICAL,
                          v1::PART_CLASS_CHILD));
}

TEST(ListRequirementsTest, BeforeOpeningTheFormIsComparedWithThePractice) {
  Setting setting("EGY");
  v1::ListRequirementsRequest request;
  EXPECT_TRUE(absl::IsInvalidArgument(
      RequirementsFor(request, setting.As(kRequesting)).status()));
  request.set_procedure(v1::PROCEDURE_DOCUMENT_REQUEST);
  request.set_requested_agency(casestate::testing::kConsulate);
  request.set_post(kEmbassy);
  auto answer = RequirementsFor(request, setting.As(kRequesting));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->rule_set().id(), "netherlands-egypt-practice");
  ASSERT_EQ(answer->requirements_size(), 9);
  const v1::Requirement& names = answer->requirements(3);
  EXPECT_EQ(names.id(), "name_parts");
  EXPECT_EQ(names.field(), "person.names");
  EXPECT_EQ(names.source(), "Netherlands practice with the Egyptian embassy");
  EXPECT_TRUE(names.verified());
  EXPECT_FALSE(names.met());
  *request.mutable_form() = testing::CompleteForm("EGY");
  answer = RequirementsFor(request, setting.As(kRequesting));
  for (const v1::Requirement& one : answer->requirements()) {
    EXPECT_TRUE(one.met()) << one.id();
    EXPECT_FALSE(one.field().empty()) << one.id();
  }
}

TEST(ListRequirementsTest, AFormThatNobodyHasCheckedYetIsCompared) {
  Setting setting("EGY");
  v1::ListRequirementsRequest request;
  request.set_procedure(v1::PROCEDURE_DOCUMENT_REQUEST);
  request.set_requested_agency(casestate::testing::kConsulate);
  v1::EvidenceItem& passport = *request.mutable_form()->add_means_of_evidence();
  passport.set_kind(v1::EVIDENCE_KIND_PASSPORT);
  for (const int year :
       {1, std::numeric_limits<int>::max(), std::numeric_limits<int>::min()}) {
    for (const int month : {0, 12, std::numeric_limits<int>::max()}) {
      passport.mutable_expires_on()->set_year(year);
      passport.mutable_expires_on()->set_month(month);
      EXPECT_TRUE(RequirementsFor(request, setting.As(kRequesting)).ok());
    }
  }
}

TEST(ListRequirementsTest, OfTwoAgreementsTheOneNamed) {
  Setting setting;
  rules::RuleSet other = rules::Kazakhstan();
  other.id = "another-agreement";
  setting.book.Add(other);
  v1::ListRequirementsRequest request;
  request.set_procedure(v1::PROCEDURE_READMISSION);
  request.set_requested_agency(kRequested);
  EXPECT_EQ(refusal::ReasonOf(
                RequirementsFor(request, setting.As(kRequesting)).status()),
            "RULE_SET_UNKNOWN");
  request.set_rule_set("another-agreement");
  const auto answer = RequirementsFor(request, setting.As(kRequesting));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->rule_set().id(), "another-agreement");
}

TEST(ListRequirementsTest, OfAnOpenCaseItsOwnRulesAndForm) {
  Setting setting;
  const auto answer =
      RequirementsOf(setting.Opened().Fold(), setting.As(kRequesting));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->requirements_size(), 4);
  EXPECT_TRUE(answer->requirements(0).met());
}

TEST(ListRequirementsTest, UnknownAgenciesAndPostsAreNamed) {
  Setting setting;
  v1::ListRequirementsRequest request;
  request.set_procedure(v1::PROCEDURE_READMISSION);
  request.set_requested_agency("south.example/agencies/nobody");
  EXPECT_EQ(refusal::ReasonOf(
                RequirementsFor(request, setting.As(kRequesting)).status()),
            "AGENCY_UNKNOWN");
  request.set_requested_agency(kRequested);
  request.set_post("posts/south.example/nowhere");
  EXPECT_EQ(refusal::ReasonOf(
                RequirementsFor(request, setting.As(kRequesting)).status()),
            "AGENCY_UNKNOWN");
}

}  // namespace
}  // namespace sijill::readmission
