// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/answer.h"

#include "gtest/gtest.h"
#include "services/readmission/domain/testing/transfer_case.h"
#include "services/readmission/domain/transfer/cancellation.h"
#include "services/readmission/domain/transfer/passage.h"

namespace sijill::readmission {
namespace {

using testing::kBorder;
using testing::kNorth;
using testing::kRequested;
using testing::kRequesting;
using testing::kSouth;
using testing::kSouthProtection;
using testing::ReasonOf;
using testing::TransferCase;

// A case with a transfer announced, and its answers.
class TransferAnswerTest : public ::testing::Test {
 protected:
  absl::StatusOr<decision::Decision> Acknowledge(
      std::string_view agency = kRequested) {
    v1::AcknowledgeTransferRequest request;
    request.set_transfer(transfer_);
    return AcknowledgeTransfer(file_.At(kSouth), request, file_.By(agency));
  }

  absl::StatusOr<decision::Decision> Object(
      std::string_view agency = kRequested) {
    v1::ObjectToTransferRequest request;
    request.set_transfer(transfer_);
    request.set_explanation("the airport is closed that day");
    request.set_note("ask the ministry");
    return ObjectToTransfer(file_.At(kSouth), request, file_.By(agency));
  }

  absl::StatusOr<decision::Decision> Cancel(
      std::string_view agency = kRequesting) {
    v1::CancelTransferRequest request;
    request.set_transfer(transfer_);
    request.set_note("the court asked for it");
    return CancelTransfer(file_.At(kNorth), request, file_.By(agency));
  }

  void Acknowledged() { file_.Record(file_.By(kRequested), Acknowledge()); }
  void Objected() { file_.Record(file_.By(kRequested), Object()); }
  void Cancelled() { file_.Record(file_.By(kRequesting), Cancel()); }
  void Departed() {
    v1::DepartureRecorded departed;
    departed.set_transfer_event(testing::IdOf(transfer_));
    file_.history.Say(kRequesting, v1::EVENT_KIND_DEPARTURE_RECORDED, departed);
  }

  v1::Transfer Transfer() {
    const auto state = file_.At();
    return *casestate::FindTransfer(state, transfer_);
  }

  TransferCase file_;
  std::string transfer_ = file_.Announce();
};

TEST_F(TransferAnswerTest, TheRequestedStateSaysThatItIsReady) {
  EXPECT_FALSE(Acknowledge()->closes);
  Acknowledged();
  EXPECT_TRUE(Transfer().has_acknowledged());
  EXPECT_EQ(ReasonOf(Acknowledge()), "TRANSFER_STATE");
}

TEST_F(TransferAnswerTest, AnObjectionEndsTheNotice) {
  Acknowledged();
  const auto decided = Object();
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_TRUE(decided->closes);
  Objected();
  EXPECT_TRUE(Transfer().has_objected());
  EXPECT_EQ(Transfer().objection(), "the airport is closed that day");
  EXPECT_EQ(casestate::TransferUnderWay(file_.At()), nullptr);
  // The note stays with the side that wrote it.
  EXPECT_EQ(file_.At(kSouth).own.notes(0), "ask the ministry");
  EXPECT_EQ(file_.At(kNorth).own.notes_size(), 0);
  EXPECT_EQ(ReasonOf(Object()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Acknowledge()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Cancel()), "TRANSFER_STATE");
}

TEST_F(TransferAnswerTest, AnObjectionSaysWhy) {
  v1::ObjectToTransferRequest request;
  request.set_transfer(transfer_);
  request.set_explanation(" \n");
  EXPECT_EQ(ReasonOf(ObjectToTransfer(file_.At(kSouth), request,
                                      file_.By(kRequested))),
            "INVALID_FIELDS");
}

TEST_F(TransferAnswerTest, ACancellationTellsTheOtherSideNoReason) {
  const auto decided = Cancel();
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_TRUE(decided->closes);
  Cancelled();
  EXPECT_TRUE(Transfer().has_cancelled());
  // With or without a cause the other side holds the same.
  TransferCase plain;
  const std::string transfer = plain.Announce();
  v1::CancelTransferRequest request;
  request.set_transfer(transfer);
  plain.Record(
      plain.By(kRequesting, "officer-2"),
      CancelTransfer(plain.At(), request, plain.By(kRequesting, "officer-2")));
  EXPECT_EQ(testing::Outward(file_.At(kSouth)),
            testing::Outward(plain.At(kSouth)));
  EXPECT_EQ(casestate::SerializeForComparison(file_.At(kSouth),
                                              casestate::View::kWhole),
            casestate::SerializeForComparison(plain.At(kSouth),
                                              casestate::View::kWhole));
  EXPECT_EQ(file_.At(kNorth).own.notes(0), "the court asked for it");
  EXPECT_EQ(ReasonOf(Cancel()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Object()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Acknowledge()), "TRANSFER_STATE");
}

TEST_F(TransferAnswerTest, AHoldDoesNotStopTheCancellationItAsksFor) {
  file_.Hold();
  EXPECT_TRUE(file_.At().own.transfer_to_cancel());
  Cancelled();
  EXPECT_FALSE(file_.At().own.transfer_to_cancel());
}

TEST_F(TransferAnswerTest, NobodyAnswersOrCancelsWhatHasLeft) {
  Departed();
  EXPECT_EQ(ReasonOf(Acknowledge()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Object()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Cancel()), "TRANSFER_STATE");
}

TEST_F(TransferAnswerTest, OnlyTheRoleSpeaks) {
  EXPECT_EQ(ReasonOf(Acknowledge(kBorder)), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(Object(kRequesting)), "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(Cancel(kRequested)), "ROLE_MISSING");
}

TEST_F(TransferAnswerTest, APersonDecides) {
  const v1::AcknowledgeTransferRequest acknowledge;
  EXPECT_EQ(ReasonOf(AcknowledgeTransfer(file_.At(), acknowledge,
                                         file_.BySystem(kRequested, ""))),
            "OFFICER_REQUIRED");
  const v1::ObjectToTransferRequest object;
  EXPECT_EQ(ReasonOf(ObjectToTransfer(file_.At(), object,
                                      file_.BySystem(kRequested, ""))),
            "OFFICER_REQUIRED");
  const v1::CancelTransferRequest cancel;
  EXPECT_EQ(ReasonOf(CancelTransfer(file_.At(), cancel,
                                    file_.BySystem(kRequesting, ""))),
            "OFFICER_REQUIRED");
}

TEST_F(TransferAnswerTest, TheTransferIsOneOfTheCase) {
  transfer_ += "0";
  EXPECT_EQ(ReasonOf(Acknowledge()), "TRANSFER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Object()), "TRANSFER_NOT_FOUND");
  const auto refused = Cancel();
  EXPECT_EQ(ReasonOf(refused), "TRANSFER_NOT_FOUND");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kNotFound);
}

TEST_F(TransferAnswerTest, NothingIsSaidInACaseThatIsNotUnderstood) {
  file_.WriteUnreadable();
  EXPECT_EQ(ReasonOf(Acknowledge()), "CASE_NOT_INTERPRETED");
  EXPECT_EQ(ReasonOf(Object()), "CASE_NOT_INTERPRETED");
  EXPECT_EQ(ReasonOf(Cancel()), "CASE_NOT_INTERPRETED");
}

TEST_F(TransferAnswerTest, ADocumentRequestHasNoTransfers) {
  casestate::testing::HistoryBuilder other;
  other.OpenDocumentRequest();
  const auto state = other.Fold();
  EXPECT_EQ(ReasonOf(CancelTransfer(state, v1::CancelTransferRequest(),
                                    file_.By(kRequesting))),
            "PROCEDURE_MISMATCH");
}

TEST_F(TransferAnswerTest, AfterTheEndOnlyWhatClosesIsSaid) {
  // The withdrawal crossed the notice: both are kept.
  file_.history.Say(kRequesting, v1::EVENT_KIND_WITHDRAWN, v1::Withdrawn());
  EXPECT_EQ(ReasonOf(Acknowledge()), "TRANSFER_STATE");
  EXPECT_TRUE(Object().ok());
  EXPECT_TRUE(Cancel().ok());
}

TEST_F(TransferAnswerTest,
       AHoldOfItsOwnSideKeepsTheRequestedStateFromAgreeing) {
  v1::ParticipantAdded added;
  added.mutable_participant()->set_role(v1::ROLE_PROTECTION);
  added.mutable_participant()->set_agency(kSouthProtection);
  file_.history.Say(kSouthProtection, v1::EVENT_KIND_PARTICIPANT_ADDED, added,
                    {.own_lane = true});
  v1::SafeguardHoldPlaced placed;
  placed.set_reason(v1::HOLD_REASON_CHILD);
  file_.history.Say(kSouthProtection, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED,
                    placed);
  EXPECT_EQ(ReasonOf(Acknowledge()), "HOLD_IN_FORCE");
  EXPECT_TRUE(Object().ok());
}

TEST_F(TransferAnswerTest, AHoldOfTheOtherSideChangesNoAnswer) {
  file_.Hold();
  EXPECT_TRUE(Acknowledge().ok());
}

}  // namespace
}  // namespace sijill::readmission
