// SPDX-License-Identifier: Apache-2.0
#include "common/decision/guards.h"

#include <gtest/gtest.h>

#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"

namespace sijill::decision {
namespace {

using casestate::CaseState;
using casestate::testing::HistoryBuilder;
using casestate::testing::kProtection;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;

Actor ActorOf(std::string_view agency, std::string officer = "o-1") {
  return {.agency = *base::AgencyName::Parse(agency),
          .officer = std::move(officer)};
}

void ExpectRefusal(const absl::Status& status, absl::StatusCode code,
                   std::string_view reason) {
  EXPECT_EQ(status.code(), code) << status;
  EXPECT_EQ(refusal::ReasonOf(status), reason);
}

CaseState Opened() {
  HistoryBuilder history;
  history.OpenReadmission();
  return history.Fold();
}

TEST(GuardsTest, TheHolderOfTheRoleMayWrite) {
  EXPECT_TRUE(
      RequireMayWrite(Opened(), ActorOf(kRequested), v1::EVENT_KIND_APPROVED)
          .ok());
}

TEST(GuardsTest, AnotherRoleMayNotWrite) {
  for (const char* agency :
       {kRequesting, kProtection, "west.example/agencies/interior"}) {
    ExpectRefusal(
        RequireMayWrite(Opened(), ActorOf(agency), v1::EVENT_KIND_APPROVED),
        absl::StatusCode::kPermissionDenied, "ROLE_MISSING");
  }
}

TEST(GuardsTest, AStepOfAnotherProcedureIsNone) {
  HistoryBuilder history;
  history.OpenDocumentRequest();
  ExpectRefusal(RequireMayWrite(history.Fold(), ActorOf(kRequested),
                                v1::EVENT_KIND_APPROVED),
                absl::StatusCode::kFailedPrecondition, "PROCEDURE_MISMATCH");
}

TEST(GuardsTest, ASystemAloneDecidesNothing) {
  ExpectRefusal(RequireMayWrite(Opened(), ActorOf(kRequested, ""),
                                v1::EVENT_KIND_APPROVED),
                absl::StatusCode::kPermissionDenied, "OFFICER_REQUIRED");
}

TEST(GuardsTest, AnEndedCaseStaysAsItIs) {
  HistoryBuilder history;
  history.OpenReadmission();
  history.Say(kRequesting, v1::EVENT_KIND_WITHDRAWN, v1::Withdrawn());
  ExpectRefusal(RequireMayWrite(history.Fold(), ActorOf(kRequested),
                                v1::EVENT_KIND_APPROVED),
                absl::StatusCode::kFailedPrecondition, "CASE_ENDED");
}

TEST(GuardsTest, NothingIsDecidedOnWhatIsNotUnderstood) {
  CaseState state = Opened();
  state.shared.set_undecidable(true);
  ExpectRefusal(RequireOpen(state), absl::StatusCode::kFailedPrecondition,
                "CASE_NOT_INTERPRETED");
  state = Opened();
  state.own.set_undecidable(true);
  ExpectRefusal(RequireOpen(state), absl::StatusCode::kFailedPrecondition,
                "CASE_NOT_INTERPRETED");
}

TEST(GuardsTest, AHoldOfTheOwnSideStopsWhatAsksForIt) {
  CaseState state = Opened();
  EXPECT_TRUE(RequireNoHold(state).ok());
  state.own.set_hold_in_force(true);
  ExpectRefusal(RequireNoHold(state), absl::StatusCode::kFailedPrecondition,
                "HOLD_IN_FORCE");
  // It is no obstacle to the rest.
  EXPECT_TRUE(
      RequireMayWrite(state, ActorOf(kRequested), v1::EVENT_KIND_APPROVED)
          .ok());
}

}  // namespace
}  // namespace sijill::decision
