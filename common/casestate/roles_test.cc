// SPDX-License-Identifier: Apache-2.0
// Who may write what, and when a fact waits for its author's role.
#include "common/casestate/case_state.h"
#include "common/casestate/testing/history_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::casestate {
namespace {

using testing::HistoryBuilder;
using testing::kBorder;
using testing::kConsulate;
using testing::kProtection;
using testing::kRequested;
using testing::kRequesting;
using testing::kSouthNode;

constexpr char kOther[] = "south.example/agencies/aliens";

template <typename Part>
Part Named(v1::Role role, const std::string& agency) {
  Part part;
  part.mutable_participant()->set_role(role);
  part.mutable_participant()->set_agency(agency);
  return part;
}

v1::IdentityFinding Recognised() {
  v1::IdentityFinding finding;
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  return finding;
}

TEST(RolesTest, TheOpeningEventNamesTheRoles) {
  HistoryBuilder history;
  history.OpenReadmission();
  const CaseState state = history.Fold();
  EXPECT_EQ(HolderOf(state, v1::ROLE_OPENER), kRequesting);
  EXPECT_EQ(HolderOf(state, v1::ROLE_REQUESTED), kRequested);
  EXPECT_EQ(HolderOf(state, v1::ROLE_CONSULATE), kConsulate);
  EXPECT_EQ(HolderOf(state, v1::ROLE_BORDER), kBorder);
  EXPECT_TRUE(TakesPart(state, kBorder));
  EXPECT_FALSE(TakesPart(state, kOther));
  EXPECT_TRUE(DomainTakesPart(state, testing::kSouth));
  EXPECT_FALSE(DomainTakesPart(state, "east.example"));
}

TEST(RolesTest, AFactOfAnotherRoleWaits) {
  HistoryBuilder history;
  history.OpenReadmission();
  history.Say(kRequested, v1::EVENT_KIND_IDENTITY_FINDING, Recognised());
  history.Say(kRequesting, v1::EVENT_KIND_APPROVED, v1::Approved());
  const CaseState state = history.Fold();
  EXPECT_FALSE(state.shared.has_finding());
  EXPECT_FALSE(state.shared.has_reply());
  ASSERT_EQ(state.shared.waiting_size(), 2);
  EXPECT_EQ(state.shared.waiting(0).reason(), v1::WAITING_REASON_ROLE);
}

TEST(RolesTest, AWaitingFactIsFoldedWhenItsAuthorJoins) {
  HistoryBuilder history;
  v1::OpeningTerms terms = testing::ReadmissionTerms();
  terms.mutable_participants()->DeleteSubrange(2, 1);  // no consulate named
  const v1::RequestForm form = testing::Form();
  history.Write(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED,
                {&terms, &form});
  history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, Recognised());
  EXPECT_FALSE(history.Fold().shared.has_finding());
  history.Say(kRequested, v1::EVENT_KIND_PARTICIPANT_ADDED,
              Named<v1::ParticipantAdded>(v1::ROLE_CONSULATE, kConsulate));
  const CaseState state = history.Fold();
  EXPECT_TRUE(state.shared.has_finding());
  EXPECT_EQ(state.shared.waiting_size(), 0);
  EXPECT_EQ(HolderOf(state, v1::ROLE_CONSULATE), kConsulate);
}

TEST(RolesTest, AHeldRoleIsNotAddedButReassigned) {
  HistoryBuilder history;
  history.OpenReadmission();
  history.Say(kOther, v1::EVENT_KIND_PARTICIPANT_ADDED,
              Named<v1::ParticipantAdded>(v1::ROLE_REQUESTED, kOther));
  EXPECT_EQ(HolderOf(history.Fold(), v1::ROLE_REQUESTED), kRequested);
  history.Say(kRequested, v1::EVENT_KIND_ROLE_REASSIGNED,
              Named<v1::RoleReassigned>(v1::ROLE_REQUESTED, kOther));
  EXPECT_EQ(HolderOf(history.Fold(), v1::ROLE_REQUESTED), kOther);
}

TEST(RolesTest, WhatWasWrittenInARoleStandsAndLaterWordsDoNot) {
  HistoryBuilder history;
  history.OpenReadmission();
  const base::Hash approval =
      history.Say(kRequested, v1::EVENT_KIND_APPROVED, v1::Approved());
  history.Say(kOther, v1::EVENT_KIND_ROLE_REASSIGNED,
              Named<v1::RoleReassigned>(v1::ROLE_REQUESTED, kOther));
  v1::Refused refused;
  refused.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_A_NATIONAL);
  history.Say(kRequested, v1::EVENT_KIND_REFUSED, refused);
  const CaseState state = history.Fold();
  EXPECT_EQ(state.shared.reply().fact().event(), history.NameOf(approval));
  ASSERT_EQ(state.shared.waiting_size(), 1);
  EXPECT_EQ(state.shared.waiting(0).reason(), v1::WAITING_REASON_ROLE);
}

TEST(RolesTest, NoSideNamesTheOthersAgencies) {
  HistoryBuilder history;
  v1::OpeningTerms terms = testing::ReadmissionTerms();
  // The requesting State would find and issue for itself.
  terms.mutable_participants(2)->set_agency("north.example/agencies/fake");
  const v1::RequestForm form = testing::Form();
  history.Write(kRequesting, v1::EVENT_KIND_READMISSION_REQUESTED,
                {&terms, &form});
  history.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED,
              Named<v1::ParticipantAdded>(v1::ROLE_CONSULATE,
                                          "north.example/agencies/fake"));
  history.Say("north.example/agencies/fake", v1::EVENT_KIND_IDENTITY_FINDING,
              Recognised());
  const CaseState state = history.Fold();
  EXPECT_EQ(HolderOf(state, v1::ROLE_CONSULATE), "");
  EXPECT_FALSE(state.shared.has_finding());
  EXPECT_EQ(state.shared.waiting_size(), 2);
}

TEST(RolesTest, AStrangersDomainNamesNobody) {
  HistoryBuilder history;
  history.OpenReadmission();
  history.Say(
      "east.example/agencies/x", v1::EVENT_KIND_ROLE_REASSIGNED,
      Named<v1::RoleReassigned>(v1::ROLE_BORDER, "east.example/agencies/x"));
  EXPECT_EQ(HolderOf(history.Fold(), v1::ROLE_BORDER), kBorder);
}

TEST(RolesTest, ProtectionIsNamedInAnOwnLaneOnly) {
  HistoryBuilder history;
  history.OpenReadmission();
  const auto named =
      Named<v1::ParticipantAdded>(v1::ROLE_PROTECTION, kProtection);
  history.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, named);
  CaseState state = history.Fold();
  EXPECT_EQ(HolderOf(state, v1::ROLE_PROTECTION), "");
  history.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, named,
              {.own_lane = true});
  state = history.Fold();
  EXPECT_EQ(HolderOf(state, v1::ROLE_PROTECTION), kProtection);
  EXPECT_EQ(state.shared.participants_size(), 5);
}

TEST(RolesTest, TheOpenersWordInAnOwnLaneIsNoSharedFact) {
  HistoryBuilder history;
  history.OpenReadmission();
  history.Say(kRequesting, v1::EVENT_KIND_WITHDRAWN, v1::Withdrawn(),
              {.own_lane = true});
  const CaseState state = history.Fold();
  EXPECT_FALSE(state.ended());
  EXPECT_EQ(state.shared.waiting_size(), 0);
  ASSERT_EQ(state.own.waiting_size(), 1);
  EXPECT_EQ(state.own.waiting(0).reason(), v1::WAITING_REASON_MISPLACED);
}

TEST(RolesTest, WithoutTheOpeningEventEverythingWaits) {
  HistoryBuilder history;
  history.OpenReadmission();
  history.events().erase(history.events().begin());
  const CaseState state = history.Fold();
  EXPECT_FALSE(state.opened());
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_UNSPECIFIED);
  EXPECT_EQ(state.shared.waiting_size(), 1);
}

TEST(RolesTest, OnlyANodeOfThePartiesSaysDelivered) {
  HistoryBuilder history;
  const base::Hash opening = history.OpenReadmission();
  history.Deliver(opening, kRequested);
  history.Deliver(opening, "east.example/agencies/node");
  EXPECT_EQ(history.Fold().shared.deliveries_size(), 1);
}

TEST(RolesTest, AWrongAddressIsPutRightByReassigning) {
  HistoryBuilder history;
  const base::Hash opening = history.OpenReadmission();
  v1::Misaddressed part = Named<v1::Misaddressed>(v1::ROLE_BORDER, kBorder);
  part.set_event_id(opening.str());
  history.Say(kSouthNode, v1::EVENT_KIND_MISADDRESSED, part);
  EXPECT_EQ(history.Fold().shared.status(), v1::CASE_STATUS_MISADDRESSED);
  history.Say(kRequested, v1::EVENT_KIND_ROLE_REASSIGNED,
              Named<v1::RoleReassigned>(v1::ROLE_BORDER, kOther));
  const CaseState state = history.Fold();
  EXPECT_EQ(state.shared.misaddressed_size(), 0);
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_RECEIVED);
}

TEST(RolesTest, ANodeCallsOnlyItsOwnDomainsAgenciesUnknown) {
  HistoryBuilder history;
  const base::Hash opening = history.OpenReadmission();
  v1::Misaddressed part = Named<v1::Misaddressed>(v1::ROLE_BORDER, kBorder);
  part.set_event_id(opening.str());
  history.Say(testing::kNorthNode, v1::EVENT_KIND_MISADDRESSED, part);
  EXPECT_EQ(history.Fold().shared.misaddressed_size(), 0);
}

TEST(RolesTest, ACaseWithinOneDomainIsReceivedWhenItIsLogged) {
  HistoryBuilder history({testing::kSouth});
  v1::OpeningTerms terms = testing::DocumentTerms();
  terms.mutable_participants(0)->set_agency(kOther);
  const v1::RequestForm form = testing::Form();
  const base::Hash opening =
      history.Write(kOther, v1::EVENT_KIND_DOCUMENT_REQUESTED, {&terms, &form});
  history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, Recognised());
  const CaseState state = history.Fold();
  EXPECT_EQ(state.shared.received().event(), history.NameOf(opening));
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_IDENTIFIED);
}

TEST(RolesTest, AnOpenerThatNamesItselfInNoOpeningRoleOpensNothing) {
  HistoryBuilder history;
  const v1::OpeningTerms terms = testing::ReadmissionTerms();
  const v1::RequestForm form = testing::Form();
  history.Write(kBorder, v1::EVENT_KIND_READMISSION_REQUESTED, {&terms, &form});
  EXPECT_FALSE(history.Fold().opened());
}

}  // namespace
}  // namespace sijill::casestate
