// SPDX-License-Identifier: Apache-2.0
// What each kind of event does to a case.
#include "common/casestate/case_state.h"
#include "common/casestate/testing/history_builder.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::casestate {
namespace {

using ::testing::ElementsAre;
using testing::HistoryBuilder;
using ::testing::IsEmpty;
using testing::kBorder;
using testing::kConsulate;
using testing::kNorthNode;
using testing::kProtection;
using testing::kRequested;
using testing::kRequesting;

template <typename Part>
Part OfTransfer(const base::Hash& id) {
  Part part;
  part.set_transfer_event(id.str());
  return part;
}

v1::IdentityFinding Finding(v1::FindingResult result) {
  v1::IdentityFinding finding;
  finding.set_result(result);
  return finding;
}

v1::Refused Refusal(bool late = false) {
  v1::Refused refused;
  refused.mutable_timing()->set_late(late);
  refused.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_A_NATIONAL);
  return refused;
}

class ReadmissionFoldTest : public ::testing::Test {
 protected:
  ReadmissionFoldTest() : opening_(history_.OpenReadmission()) {}

  v1::CaseStatus Status() const { return history_.Fold().shared.status(); }

  base::Hash Approve(bool late = false) {
    v1::Approved approved;
    approved.mutable_timing()->set_late(late);
    return history_.Say(kRequested, v1::EVENT_KIND_APPROVED, approved);
  }
  base::Hash Notify() {
    return history_.Say(kRequesting, v1::EVENT_KIND_TRANSFER_NOTIFIED,
                        v1::TransferNotified());
  }
  base::Hash Issue() {
    const base::Hash request =
        history_.Say(kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED,
                     v1::TravelDocumentRequested());
    v1::TravelDocumentIssued issued;
    issued.set_request_event(request.str());
    issued.set_document_number("X1");
    return history_.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED,
                        issued);
  }

  HistoryBuilder history_;
  base::Hash opening_;
};

TEST_F(ReadmissionFoldTest, OpeningKeepsTermsFormAndReceipt) {
  const CaseState state = history_.Fold();
  EXPECT_EQ(state.shared.name(), history_.stream().str());
  EXPECT_EQ(state.shared.procedure(), v1::PROCEDURE_READMISSION);
  EXPECT_EQ(state.shared.rule_set().id(), "none");
  EXPECT_EQ(state.shared.opened().event(), history_.NameOf(opening_));
  EXPECT_EQ(state.shared.opened().agency(), kRequesting);
  EXPECT_EQ(state.shared.received().agency(), testing::kSouthNode);
  EXPECT_EQ(state.shared.form().person().names(0).name_parts(0).latin(),
            "Specimen");
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_RECEIVED);
  EXPECT_THAT(state.shared.contradictions(), IsEmpty());
}

TEST_F(ReadmissionFoldTest, TheReceiptIsTheReplyingDomainsAndTheFirst) {
  const std::string first = history_.Fold().shared.received().event();
  history_.Deliver(opening_);
  history_.Deliver(opening_, kNorthNode);
  const CaseState state = history_.Fold();
  EXPECT_EQ(state.shared.received().event(), first);
  EXPECT_EQ(state.shared.deliveries_size(), 3);
}

TEST_F(ReadmissionFoldTest, RecordedTimesKeepTheirMicroseconds) {
  history_.events()[0].recorded_at = 1'234'567'000'001;
  const auto at = history_.Fold().shared.opened().recorded_at();
  EXPECT_EQ(at.seconds(), 1'234'567);
  EXPECT_EQ(at.nanos(), 1'000);
}

TEST_F(ReadmissionFoldTest, AConfirmedReceiptIsKept) {
  history_.Write(kRequested, v1::EVENT_KIND_RECEIPT_CONFIRMED);
  EXPECT_TRUE(history_.Fold().shared.has_receipt_confirmed());
}

TEST_F(ReadmissionFoldTest, AReturnedRequestIsIncompleteUntilCompleted) {
  v1::ReturnedAsIncomplete returned;
  returned.add_missing_items()->set_requirement("photo");
  const base::Hash id =
      history_.Say(kRequested, v1::EVENT_KIND_RETURNED_AS_INCOMPLETE, returned);
  EXPECT_EQ(Status(), v1::CASE_STATUS_INCOMPLETE);
  v1::RequestForm form = testing::Form();
  form.set_interview_requested(true);
  v1::RequestCompleted completed;
  completed.set_returned_event(id.str());
  history_.Write(kRequesting, v1::EVENT_KIND_REQUEST_COMPLETED,
                 {&completed, &form});
  const CaseState state = history_.Fold();
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_RECEIVED);
  EXPECT_TRUE(state.shared.form().interview_requested());
}

TEST_F(ReadmissionFoldTest, OfTheRepliesTheLatestCounts) {
  Approve();
  EXPECT_EQ(Status(), v1::CASE_STATUS_APPROVED);
  history_.Say(kRequested, v1::EVENT_KIND_REFUSED, Refusal());
  const CaseState state = history_.Fold();
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_REFUSED);
  EXPECT_TRUE(EffectiveReply(state)->has_refused());
}

TEST_F(ReadmissionFoldTest, ALateReplyWaitsForItsReview) {
  const base::Hash reply = Approve(/*late=*/true);
  EXPECT_EQ(Status(), v1::CASE_STATUS_LATE_REPLY);
  EXPECT_EQ(EffectiveReply(history_.Fold()), std::nullopt);
  v1::LateReplyReviewed review;
  review.set_reply_event(reply.str());
  history_.Say(kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED, review);
  EXPECT_EQ(Status(), v1::CASE_STATUS_RECEIVED);
  EXPECT_EQ(EffectiveReply(history_.Fold()), std::nullopt);
  review.set_accepted(true);
  history_.Say(kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED, review);
  EXPECT_EQ(Status(), v1::CASE_STATUS_APPROVED);
  EXPECT_TRUE(EffectiveReply(history_.Fold())->has_approved());
}

TEST_F(ReadmissionFoldTest, AReviewSaysNothingOfAnotherReply) {
  const base::Hash reply = Approve(/*late=*/true);
  history_.Say(kRequested, v1::EVENT_KIND_REFUSED, Refusal(/*late=*/true));
  v1::LateReplyReviewed review;
  review.set_reply_event(reply.str());
  review.set_accepted(true);
  history_.Say(kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED, review);
  EXPECT_EQ(Status(), v1::CASE_STATUS_LATE_REPLY);
}

TEST_F(ReadmissionFoldTest, ATransferGoesFromNoticeToArrival) {
  Approve();
  const base::Hash id = Notify();
  EXPECT_EQ(Status(), v1::CASE_STATUS_TRANSFER_NOTIFIED);
  history_.Say(kRequested, v1::EVENT_KIND_TRANSFER_ACKNOWLEDGED,
               OfTransfer<v1::TransferAcknowledged>(id));
  CaseState state = history_.Fold();
  EXPECT_TRUE(state.shared.transfers(0).has_acknowledged());
  EXPECT_EQ(TransferUnderWay(state), &state.shared.transfers(0));
  EXPECT_EQ(FindTransfer(state, history_.NameOf(id)),
            &state.shared.transfers(0));
  history_.Say(kRequesting, v1::EVENT_KIND_DEPARTURE_RECORDED,
               OfTransfer<v1::DepartureRecorded>(id));
  EXPECT_EQ(Status(), v1::CASE_STATUS_DEPARTED);
  history_.Say(kBorder, v1::EVENT_KIND_ARRIVAL_CONFIRMED,
               OfTransfer<v1::ArrivalConfirmed>(id));
  state = history_.Fold();
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_ARRIVED);
  EXPECT_EQ(TransferUnderWay(state), nullptr);
}

TEST_F(ReadmissionFoldTest, ACancelledOrContestedTransferNoLongerStands) {
  Approve();
  const base::Hash first = Notify();
  history_.Say(kRequesting, v1::EVENT_KIND_TRANSFER_CANCELLED,
               OfTransfer<v1::TransferCancelled>(first));
  EXPECT_EQ(Status(), v1::CASE_STATUS_APPROVED);
  const base::Hash second = Notify();
  auto objection = OfTransfer<v1::TransferObjected>(second);
  objection.set_explanation("no seat");
  history_.Say(kRequested, v1::EVENT_KIND_TRANSFER_OBJECTED, objection);
  const CaseState state = history_.Fold();
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_APPROVED);
  EXPECT_EQ(state.shared.transfers(1).objection(), "no seat");
  EXPECT_EQ(TransferUnderWay(state), nullptr);
}

TEST_F(ReadmissionFoldTest, ARefusedArrivalIsKeptWithItsGrounds) {
  Approve();
  const base::Hash id = Notify();
  auto refused = OfTransfer<v1::ArrivalRefused>(id);
  refused.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_IDENTIFIED);
  history_.Say(kBorder, v1::EVENT_KIND_ARRIVAL_REFUSED, refused);
  const CaseState state = history_.Fold();
  EXPECT_EQ(state.shared.status(), v1::CASE_STATUS_ARRIVAL_REFUSED);
  EXPECT_EQ(state.shared.transfers(0).refusal().grounds_size(), 1);
}

TEST_F(ReadmissionFoldTest, WithdrawnAndClosedEndTheCase) {
  history_.Write(kRequesting, v1::EVENT_KIND_WITHDRAWN);
  EXPECT_EQ(Status(), v1::CASE_STATUS_WITHDRAWN);
  EXPECT_TRUE(history_.Fold().ended());
  history_.Write(kRequesting, v1::EVENT_KIND_CLOSED);
  EXPECT_EQ(Status(), v1::CASE_STATUS_CLOSED);
  EXPECT_THAT(history_.Fold().shared.contradictions(), IsEmpty());
}

TEST_F(ReadmissionFoldTest, EvidenceIsKeptWithItsGrade) {
  v1::EvidenceAdded added;
  added.mutable_grading()->set_grade(v1::EVIDENCE_GRADE_PROOF);
  history_.Say(kRequesting, v1::EVENT_KIND_EVIDENCE_ADDED, added);
  const CaseState state = history_.Fold();
  ASSERT_EQ(state.shared.evidence_size(), 1);
  EXPECT_EQ(state.shared.evidence(0).added().grading().grade(),
            v1::EVIDENCE_GRADE_PROOF);
}

TEST_F(ReadmissionFoldTest, ADocumentIsRequestedIssuedAndRevoked) {
  history_.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING,
               Finding(v1::FINDING_RESULT_RECOGNISED));
  const base::Hash id = Issue();
  CaseState state = history_.Fold();
  const std::string name = history_.NameOf(id);
  ASSERT_NE(FindTravelDocument(state, name), nullptr);
  EXPECT_FALSE(FindTravelDocument(state, name)->flagged_for_revocation());
  EXPECT_EQ(state.shared.document_requests(0).issued().event(), name);
  v1::TravelDocumentRevoked revoked;
  revoked.set_document_event(id.str());
  revoked.set_reasons("lost");
  history_.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_REVOKED, revoked);
  state = history_.Fold();
  EXPECT_EQ(FindTravelDocument(state, name)->revocation_reasons(), "lost");
}

TEST_F(ReadmissionFoldTest, ADocumentMayBeDeclined) {
  const base::Hash request =
      history_.Say(kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED,
                   v1::TravelDocumentRequested());
  v1::TravelDocumentDeclined declined;
  declined.set_request_event(request.str());
  history_.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_DECLINED, declined);
  const CaseState state = history_.Fold();
  const auto* record = FindDocumentRequest(state, history_.NameOf(request));
  ASSERT_NE(record, nullptr);
  EXPECT_TRUE(record->has_declined());
}

TEST_F(ReadmissionFoldTest, OwnLanesHoldGatesHoldsAndTheirRelease) {
  v1::ParticipantAdded protector;
  protector.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  protector.mutable_participant()->set_agency(kProtection);
  history_.Say(kRequesting, v1::EVENT_KIND_PARTICIPANT_ADDED, protector,
               {.own_lane = true});
  history_.Write(kRequesting, v1::EVENT_KIND_GATE_RECORDED);
  Approve();
  Notify();
  v1::SafeguardHoldPlaced placed;
  placed.set_reason(v1::HOLD_REASON_CHILD);
  v1::DecisionContext context;
  context.set_officer("officer-7");
  const base::Hash hold = history_.Write(
      kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, {&placed, &context});
  CaseState state = history_.Fold();
  EXPECT_EQ(state.own.gates_size(), 1);
  EXPECT_TRUE(state.own.hold_in_force());
  EXPECT_TRUE(state.own.transfer_to_cancel());
  ASSERT_NE(FindHold(state, history_.NameOf(hold)), nullptr);
  EXPECT_EQ(FindHold(state, history_.NameOf(hold))->officer(), "officer-7");
  v1::SafeguardHoldReleased released;
  released.set_hold_event(hold.str());
  history_.Say(kProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_RELEASED, released);
  state = history_.Fold();
  EXPECT_FALSE(state.own.hold_in_force());
  EXPECT_FALSE(state.own.transfer_to_cancel());
}

TEST_F(ReadmissionFoldTest, APartThatIsNotForAllStaysOnItsSide) {
  v1::OwnSideFile file;
  file.set_external_reference("unit 5");
  file.set_note("call back");
  v1::Refused refused = Refusal();
  history_.Write(kRequested, v1::EVENT_KIND_REFUSED, {&refused, &file});
  const CaseState own = history_.Fold();
  EXPECT_EQ(own.own.external_reference(), "unit 5");
  EXPECT_THAT(own.own.notes(), ElementsAre("call back"));
  const CaseState other =
      Fold(history_.stream(), history_.HeldBy(testing::kNorth));
  EXPECT_EQ(other.own.external_reference(), "");
  EXPECT_TRUE(other.shared.reply().has_refused());
}

TEST(DocumentFoldTest, ADocumentRequestEndsWithTheDocument) {
  HistoryBuilder history;
  history.OpenDocumentRequest();
  EXPECT_EQ(history.Fold().shared.status(), v1::CASE_STATUS_RECEIVED);
  history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING,
              Finding(v1::FINDING_RESULT_NOT_RECOGNISED));
  EXPECT_EQ(history.Fold().shared.status(), v1::CASE_STATUS_NOT_IDENTIFIED);
  history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING,
              Finding(v1::FINDING_RESULT_RECOGNISED));
  EXPECT_EQ(history.Fold().shared.status(), v1::CASE_STATUS_IDENTIFIED);
  const base::Hash request =
      history.Say(kRequesting, v1::EVENT_KIND_TRAVEL_DOCUMENT_REQUESTED,
                  v1::TravelDocumentRequested());
  v1::TravelDocumentIssued issued;
  issued.set_request_event(request.str());
  history.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED, issued);
  EXPECT_EQ(history.Fold().shared.status(), v1::CASE_STATUS_DOCUMENT_ISSUED);
}

TEST(DocumentFoldTest, AReplyDoesNotBelongInADocumentRequest) {
  HistoryBuilder history;
  history.OpenDocumentRequest();
  history.Say(kRequested, v1::EVENT_KIND_APPROVED, v1::Approved());
  const CaseState state = history.Fold();
  EXPECT_FALSE(state.shared.has_reply());
  ASSERT_EQ(state.shared.waiting_size(), 1);
  EXPECT_EQ(state.shared.waiting(0).reason(), v1::WAITING_REASON_MISPLACED);
}

}  // namespace
}  // namespace sijill::casestate
