// SPDX-License-Identifier: Apache-2.0
// Facts that crossed on their way, and events this node cannot read.
#include "common/casestate/case_state.h"
#include "common/casestate/interpretation.h"
#include "common/casestate/testing/history_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::casestate {
namespace {

using ::testing::ElementsAre;
using testing::HistoryBuilder;
using ::testing::IsEmpty;
using testing::kConsulate;
using testing::kProtection;
using testing::kRequested;
using testing::kRequesting;

v1::IdentityFinding Finding(v1::FindingResult result) {
  v1::IdentityFinding finding;
  finding.set_result(result);
  return finding;
}

class CrossingTest : public ::testing::Test {
 protected:
  CrossingTest() { history_.OpenReadmission(); }

  void Find(v1::FindingResult result) {
    history_.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, Finding(result));
  }
  base::Hash Approve() {
    return history_.Say(kRequested, v1::EVENT_KIND_APPROVED, v1::Approved());
  }
  base::Hash Notify(const std::string& document = "") {
    v1::TransferNotified notice;
    notice.set_document_event(document);
    return history_.Say(kRequesting, v1::EVENT_KIND_TRANSFER_NOTIFIED, notice);
  }
  base::Hash Issue() {
    const base::Hash request =
        history_.Say(kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED,
                     v1::TravelDocumentRequested());
    v1::TravelDocumentIssued issued;
    issued.set_request_event(request.str());
    return history_.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED,
                        issued);
  }
  auto Contradictions() { return history_.Fold().shared.contradictions(); }

  HistoryBuilder history_;
};

TEST_F(CrossingTest, FindingAndNationalityAreBothKeptAndSaidToContradict) {
  Find(v1::FINDING_RESULT_RECOGNISED);
  Issue();
  history_.Write(kRequested, v1::EVENT_KIND_NATIONALITY_DENIED);
  const CaseState state = history_.Fold();
  EXPECT_TRUE(state.shared.identity_contradicted());
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_CONTRADICTED);
  EXPECT_TRUE(state.shared.travel_documents(0).flagged_for_revocation());
  EXPECT_THAT(state.shared.contradictions(),
              ElementsAre(v1::CONTRADICTION_FINDING_AND_NATIONALITY,
                          v1::CONTRADICTION_DOCUMENT_WITHOUT_FINDING));
}

TEST_F(CrossingTest, OnlyANewFindingEndsTheContradiction) {
  Find(v1::FINDING_RESULT_RECOGNISED);
  history_.Write(kRequested, v1::EVENT_KIND_NATIONALITY_DENIED);
  history_.Write(kRequested, v1::EVENT_KIND_NATIONALITY_CONFIRMED);
  EXPECT_TRUE(history_.Fold().shared.identity_contradicted());
  Find(v1::FINDING_RESULT_RECOGNISED);
  EXPECT_FALSE(history_.Fold().shared.identity_contradicted());
}

TEST_F(CrossingTest, NoReplyAndTooLittleContradictNothing) {
  history_.Write(kRequested, v1::EVENT_KIND_NATIONALITY_CONFIRMED);
  Find(v1::FINDING_RESULT_NO_REPLY);
  Find(v1::FINDING_RESULT_INSUFFICIENT_INFORMATION);
  EXPECT_FALSE(history_.Fold().shared.identity_contradicted());
  Find(v1::FINDING_RESULT_NOT_RECOGNISED);
  EXPECT_TRUE(history_.Fold().shared.identity_contradicted());
}

TEST_F(CrossingTest, ARefusalThatCrossesATransferIsSeen) {
  Approve();
  Notify();
  v1::Refused refused;
  refused.add_grounds();
  history_.Say(kRequested, v1::EVENT_KIND_REFUSED, refused, {.crossing = true});
  EXPECT_THAT(Contradictions(),
              ElementsAre(v1::CONTRADICTION_TRANSFER_AND_REFUSAL));
}

TEST_F(CrossingTest, ADepartureThatCrossesACancellationIsSeen) {
  Approve();
  const base::Hash id = Notify();
  v1::TransferObjected objection;
  objection.set_transfer_event(id.str());
  history_.Say(kRequested, v1::EVENT_KIND_TRANSFER_OBJECTED, objection);
  v1::DepartureRecorded departed;
  departed.set_transfer_event(id.str());
  history_.Say(kRequesting, v1::EVENT_KIND_DEPARTURE_RECORDED, departed,
               {.crossing = true});
  EXPECT_THAT(Contradictions(),
              ElementsAre(v1::CONTRADICTION_DEPARTURE_AND_CANCELLATION));
  EXPECT_EQ(history_.Fold().shared.status(), v1::CASE_STATUS_DEPARTED);
}

TEST_F(CrossingTest, AnArrivalOnACancelledTransferIsSeenBeforeItsDeparture) {
  Approve();
  const base::Hash id = Notify();
  v1::TransferCancelled cancelled;
  cancelled.set_transfer_event(id.str());
  history_.Say(kRequesting, v1::EVENT_KIND_TRANSFER_CANCELLED, cancelled);
  v1::ArrivalConfirmed arrived;
  arrived.set_transfer_event(id.str());
  history_.Say(testing::kBorder, v1::EVENT_KIND_ARRIVAL_CONFIRMED, arrived,
               {.crossing = true});
  EXPECT_THAT(Contradictions(),
              ElementsAre(v1::CONTRADICTION_DEPARTURE_AND_CANCELLATION));
  EXPECT_EQ(history_.Fold().shared.status(), v1::CASE_STATUS_ARRIVED);
}

TEST_F(CrossingTest, ARevocationUnderATransferIsSeen) {
  Approve();
  Find(v1::FINDING_RESULT_RECOGNISED);
  const base::Hash document = Issue();
  Notify(document.str());
  EXPECT_THAT(Contradictions(), IsEmpty());
  v1::TravelDocumentRevoked revoked;
  revoked.set_document_event(document.str());
  history_.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_REVOKED, revoked);
  EXPECT_THAT(Contradictions(),
              ElementsAre(v1::CONTRADICTION_TRANSFER_AND_REVOCATION));
}

TEST_F(CrossingTest, AnActAfterTheEndIsKeptAndSeen) {
  history_.Write(kRequesting, v1::EVENT_KIND_WITHDRAWN);
  Approve();
  const CaseState state = history_.Fold();
  EXPECT_TRUE(state.shared.reply().has_approved());
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_WITHDRAWN);
  EXPECT_THAT(state.shared.contradictions(),
              ElementsAre(v1::CONTRADICTION_ACT_AFTER_END));
}

TEST_F(CrossingTest, ADepartureUnderAHoldIsFlaggedOnTheOwnSideAlone) {
  v1::ParticipantAdded protector;
  protector.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  protector.mutable_participant()->set_agency(kProtection);
  history_.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, protector,
               {.own_lane = true});
  Approve();
  const base::Hash id = Notify();
  history_.Write(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED);
  v1::DepartureRecorded departed;
  departed.set_transfer_event(id.str());
  history_.Say(kRequesting, v1::EVENT_KIND_DEPARTURE_RECORDED, departed);
  const CaseState state = history_.Fold();
  EXPECT_TRUE(state.own.departed_under_hold());
  EXPECT_THAT(state.shared.contradictions(), IsEmpty());
}

TEST_F(CrossingTest, ADepartureUnderAHoldThatWasReleasedSinceIsFlagged) {
  v1::ParticipantAdded protector;
  protector.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  protector.mutable_participant()->set_agency(kProtection);
  history_.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, protector,
               {.own_lane = true});
  Approve();
  v1::DepartureRecorded departed;
  departed.set_transfer_event(Notify().str());
  v1::SafeguardHoldReleased released;
  released.set_hold_event(
      history_.Write(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED).str());
  const auto placed = history_.Fold().own.holds(0).fact().recorded_at();
  history_.Wait(3600);
  history_.Say(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_RELEASED, released);
  const auto flagged = [&](int64_t seconds_after_placed) {
    HistoryBuilder history = history_;
    *departed.mutable_departed_at() = placed;
    departed.mutable_departed_at()->set_seconds(placed.seconds() +
                                                seconds_after_placed);
    history.Say(kRequesting, v1::EVENT_KIND_DEPARTURE_RECORDED, departed);
    return history.Fold().own.departed_under_hold();
  };
  EXPECT_FALSE(flagged(-1));
  EXPECT_TRUE(flagged(0));
  EXPECT_TRUE(flagged(3600));
  EXPECT_FALSE(flagged(3601));
}

TEST_F(CrossingTest, AnEventThatRefersToWhatIsNotHeldWaitsAndIsThenFolded) {
  Approve();
  const base::Hash id = Notify();
  v1::TransferAcknowledged answer;
  answer.set_transfer_event(id.str());
  history_.Say(kRequested, v1::EVENT_KIND_TRANSFER_ACKNOWLEDGED, answer);
  auto& events = history_.events();
  const FoldEvent notice = events[events.size() - 2];
  events.erase(events.end() - 2);
  const CaseState state = history_.Fold();
  ASSERT_EQ(state.shared.waiting_size(), 1);
  EXPECT_EQ(state.shared.waiting(0).reason(), v1::WAITING_REASON_REFERENCE);
  // It comes with a clock that runs ahead, and unseen by the answer.
  events.back().seen.clear();
  events.push_back(notice);
  events.back().recorded_at += 3'600'000'000;
  EXPECT_TRUE(history_.Fold().shared.transfers(0).has_acknowledged());
}

TEST_F(CrossingTest, AnUnknownKindIsPassedOver) {
  Approve();
  history_.events().back().kind = 9999;
  const CaseState state = history_.Fold();
  EXPECT_FALSE(state.undecidable());
  EXPECT_EQ(state.shared.waiting(0).reason(),
            v1::WAITING_REASON_NOT_INTERPRETED);
  EXPECT_EQ(state.shared.waiting(0).kind(), 9999u);
}

TEST_F(CrossingTest, ACriticalEventThatIsNotReadStopsTheCaseHere) {
  history_.Say(kRequested, v1::EVENT_KIND_APPROVED, v1::Approved(),
               {.critical = true});
  EXPECT_FALSE(history_.Fold().undecidable());
  history_.events().back().kind = 9999;
  EXPECT_TRUE(history_.Fold().shared.undecidable());
}

TEST_F(CrossingTest, ANewerFormatOrOtherPartsAreNotRead) {
  Approve();
  FoldEvent& event = history_.events().back();
  event.newer_format = true;
  EXPECT_FALSE(history_.Fold().shared.has_reply());
  event.newer_format = false;
  event.parts.emplace_back("");
  EXPECT_FALSE(history_.Fold().shared.has_reply());
  event.parts.pop_back();
  EXPECT_TRUE(history_.Fold().shared.has_reply());
}

TEST_F(CrossingTest, APartWithWhatThisProgramDoesNotKnowIsNotRead) {
  Approve();
  std::optional<std::string>& part = history_.events().back().parts[0];
  const std::string unknown_field = "\xf8\x3f\x01";
  part = unknown_field;
  EXPECT_FALSE(history_.Fold().shared.has_reply());
  part = "\x0a\xff";  // runs past its end
  EXPECT_FALSE(history_.Fold().shared.has_reply());
  part.reset();
  EXPECT_FALSE(history_.Fold().shared.has_reply());
  // An own side's part does not matter: the other side has not got it.
  part = "";
  history_.events().back().parts[1] = unknown_field;
  EXPECT_TRUE(history_.Fold().shared.has_reply());
}

TEST_F(CrossingTest, AnUnknownValueOfAnEnumIsNotRead) {
  v1::Refused refused;
  refused.add_grounds()->set_kind(static_cast<v1::RefusalGroundKind>(77));
  EXPECT_TRUE(HasUnknown(refused));
  refused.mutable_grounds(0)->set_kind(v1::REFUSAL_GROUND_KIND_OTHER);
  EXPECT_FALSE(HasUnknown(refused));
  v1::OpeningTerms terms;
  terms.add_participants()->set_role(static_cast<v1::Role>(77));
  EXPECT_TRUE(HasUnknown(terms));
}

}  // namespace
}  // namespace sijill::casestate
