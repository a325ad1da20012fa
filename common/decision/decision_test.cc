// SPDX-License-Identifier: Apache-2.0
#include "common/decision/decision.h"

#include <gtest/gtest.h>

#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"

namespace sijill::decision {
namespace {

using casestate::testing::HistoryBuilder;
using casestate::testing::kConsulate;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;

v1::Agency AgencyOf(std::string_view name, const char* state,
                    const char* zone) {
  v1::Agency agency;
  agency.set_name(std::string(name));
  agency.set_state(state);
  agency.set_time_zone(zone);
  return agency;
}

class DecisionTest : public ::testing::Test {
 protected:
  DecisionTest() {
    for (const v1::Agency& agency : {requesting_, requested_}) {
      directory_.agencies[agency.name()] = agency;
    }
    book_.Add(rules::Kazakhstan());
    book_.Add(*rules::ParseCalendar(
        rules::ShippedBytes("calendars/kaz-working-week.json")));
  }
  Context context() const {
    return {.now = absl::FromUnixSeconds(1790000000),
            .exchange = "training.example",
            .actor = actor_,
            .directory = directory_,
            .book = book_};
  }
  absl::StatusOr<RulesInForce> RulesForAll(std::string_view wanted) const {
    return RulesFor(v1::PROCEDURE_READMISSION, requesting_, requested_, "",
                    wanted, context());
  }
  // A case opened under these rules.
  casestate::CaseState CaseUnder(const RulesInForce& rules) const {
    HistoryBuilder history;
    v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
    *terms.mutable_rule_set() = rules.reference;
    *terms.mutable_calendar() = rules.calendar_reference;
    history.Say(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, terms);
    return history.Fold();
  }

  v1::Agency requesting_ = AgencyOf(kRequesting, "NLD", "Europe/Amsterdam");
  v1::Agency requested_ = AgencyOf(kRequested, "KAZ", "Asia/Almaty");
  Actor actor_{.agency = *base::AgencyName::Parse(kRequesting)};
  Directory directory_;
  RuleBook book_;
};

TEST_F(DecisionTest, PartsStandWhereTheKindHasThem) {
  const v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
  const v1::RequestForm form = casestate::testing::Form();
  // In whatever order they are given.
  const DecidedEvent event =
      EventOf(v1::EVENT_KIND_READMISSION_REQUESTED, {&form, &terms});
  const casestate::Kind* kind =
      casestate::FindKind(static_cast<uint32_t>(event.kind));
  ASSERT_EQ(event.parts.size(), kind->parts.size());
  for (size_t i = 0; i < event.parts.size(); ++i) {
    const auto* message = kind->parts[i].message;
    EXPECT_EQ(event.parts[i], message == v1::OpeningTerms::descriptor()
                                  ? terms.SerializeAsString()
                              : message == v1::RequestForm::descriptor()
                                  ? form.SerializeAsString()
                                  : "")
        << i;
  }
  EXPECT_FALSE(event.own_lane);
}

TEST_F(DecisionTest, APartThatTheKindHasNotEndsTheProgram) {
  const v1::OpeningTerms terms;
  EXPECT_DEATH(EventOf(v1::EVENT_KIND_APPROVED, {&terms}), "");
}

TEST_F(DecisionTest, OneEventStandsAloneAndForever) {
  const v1::Approved approved;
  const Decision decision = OneEvent(v1::EVENT_KIND_APPROVED, {&approved});
  EXPECT_EQ(decision.events.size(), 1u);
  EXPECT_EQ(decision.valid_until, absl::InfiniteFuture());
  EXPECT_FALSE(decision.closes);
}

TEST_F(DecisionTest, RulesForANewCaseHaveTheRepliersCalendarAndZone) {
  const auto rules = RulesForAll("");
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->reference.id(), "benelux-kazakhstan-2015");
  EXPECT_EQ(rules->reference.version(), "1");
  EXPECT_EQ(rules->calendar_reference.id(), "kaz-working-week");
  EXPECT_EQ(rules->zone.name(), "Asia/Almaty");
}

TEST_F(DecisionTest, ARuleSetThatIsNotLoadedIsRefused) {
  EXPECT_EQ(refusal::ReasonOf(RulesForAll("no-such-set").status()),
            "RULE_SET_UNKNOWN");
}

TEST_F(DecisionTest, AnAgencyWithoutATimeZoneCountsNoDays) {
  requested_.clear_time_zone();
  EXPECT_EQ(refusal::ReasonOf(RulesForAll("").status()), "AGENCY_UNKNOWN");
}

TEST_F(DecisionTest, RulesThatCountNoWorkingDaysNeedNoCalendar) {
  book_ = RuleBook();
  const auto none = RulesForAll("none");
  ASSERT_TRUE(none.ok()) << none.status();
  EXPECT_EQ(none->reference.id(), "none");
  EXPECT_EQ(none->calendar_reference.id(), "");
  EXPECT_TRUE(RulesOf(CaseUnder(*none), context()).ok());
  book_.Add(rules::Kazakhstan());
  EXPECT_EQ(refusal::ReasonOf(RulesForAll("").status()), "RULE_SET_UNKNOWN");
}

TEST_F(DecisionTest, AnOpenCaseKeepsTheTimeZoneItWasOpenedIn) {
  const auto opened = RulesForAll("");
  ASSERT_TRUE(opened.ok());
  HistoryBuilder history;
  v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
  *terms.mutable_rule_set() = opened->reference;
  *terms.mutable_calendar() = opened->calendar_reference;
  terms.set_time_zone("Asia/Almaty");
  history.Say(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, terms);
  directory_.agencies[requested_.name()].set_time_zone("America/Lima");
  EXPECT_EQ(RulesOf(history.Fold(), context())->zone.name(), "Asia/Almaty");
  terms.set_time_zone("No/Where");
  HistoryBuilder strange;
  strange.Say(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED, terms);
  EXPECT_EQ(refusal::ReasonOf(RulesOf(strange.Fold(), context()).status()),
            "AGENCY_UNKNOWN");
}

TEST_F(DecisionTest, AnOpenCaseKeepsItsRules) {
  const auto opened = RulesForAll("");
  ASSERT_TRUE(opened.ok());
  const casestate::CaseState state = CaseUnder(*opened);
  const auto rules = RulesOf(state, context());
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->rules.digest(), opened->rules.digest());
  EXPECT_EQ(rules->calendar.digest(), opened->calendar.digest());
  EXPECT_EQ(rules->zone.name(), "Asia/Almaty");
}

TEST_F(DecisionTest, ACaseOutlivesTheRetirementOfItsAgencies) {
  const auto opened = RulesForAll("");
  ASSERT_TRUE(opened.ok());
  for (auto& [name, agency] : directory_.agencies) agency.set_retired(true);
  EXPECT_TRUE(RulesOf(CaseUnder(*opened), context()).ok());
}

TEST_F(DecisionTest, ACaseOfUnknownRulesOrAgenciesIsNotDecided) {
  const auto opened = RulesForAll("");
  ASSERT_TRUE(opened.ok());
  const casestate::CaseState state = CaseUnder(*opened);
  const RuleBook loaded = std::exchange(book_, RuleBook());
  EXPECT_EQ(refusal::ReasonOf(RulesOf(state, context()).status()),
            "RULE_SET_UNKNOWN");
  book_ = loaded;
  directory_.agencies.erase(kRequested);
  EXPECT_EQ(refusal::ReasonOf(RulesOf(state, context()).status()),
            "AGENCY_UNKNOWN");
}

TEST_F(DecisionTest, WhoeverRetiredOrHasNoDutiesIsNotFound) {
  EXPECT_NE(directory_.FindAgency(kRequested), nullptr);
  EXPECT_EQ(directory_.FindAgency(kConsulate), nullptr);
  directory_.agencies[kRequested].set_retired(true);
  EXPECT_EQ(directory_.FindAgency(kRequested), nullptr);
  directory_.posts["p"].set_retired(true);
  EXPECT_EQ(directory_.FindPost("p"), nullptr);
  v1::Grant& grant = directory_.grants["spiffe://a"];
  EXPECT_EQ(directory_.FindGrant("spiffe://a"), nullptr);
  grant.add_duties(v1::DUTY_AUDITOR);
  EXPECT_TRUE(directory_.Has("spiffe://a", v1::DUTY_AUDITOR));
  EXPECT_FALSE(directory_.Has("spiffe://a", v1::DUTY_OFFICER));
  EXPECT_FALSE(directory_.Has("spiffe://b", v1::DUTY_AUDITOR));
}

}  // namespace
}  // namespace sijill::decision
