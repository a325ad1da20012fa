// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/passage.h"

#include "common/refusal/refusal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using ::testing::Contains;
using testing::kBorder;
using testing::kRequested;
using testing::kRequesting;
using testing::kSouth;
using testing::ReasonOf;
using testing::TimestampOf;
using testing::TransferCase;

class TransferPassageTest : public ::testing::Test {
 protected:
  TransferPassageTest() { file_.now = testing::At("2023-11-23T00:00:00Z"); }

  v1::RecordDepartureRequest Departure() const {
    v1::RecordDepartureRequest request;
    request.set_transfer(transfer_);
    *request.mutable_departed_at() = TimestampOf(file_.now - absl::Hours(9));
    return request;
  }
  v1::ConfirmArrivalRequest Arrival() const {
    v1::ConfirmArrivalRequest request;
    request.set_transfer(transfer_);
    *request.mutable_arrived_at() = TimestampOf(file_.now - absl::Hours(1));
    return request;
  }
  v1::RefuseArrivalRequest Refusal() const {
    v1::RefuseArrivalRequest request;
    request.set_transfer(transfer_);
    *request.mutable_refused_at() = TimestampOf(file_.now - absl::Hours(1));
    request.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_IDENTIFIED);
    request.set_note("call the consulate");
    return request;
  }

  absl::StatusOr<decision::Decision> Depart() {
    return RecordDeparture(file_.At(), Departure(), file_.By(kRequesting));
  }
  absl::StatusOr<decision::Decision> Arrive() {
    return ConfirmArrival(file_.At(kSouth), Arrival(), file_.By(kBorder));
  }
  absl::StatusOr<decision::Decision> TurnBack() {
    return RefuseArrival(file_.At(kSouth), Refusal(), file_.By(kBorder));
  }
  void Departed() { file_.Record(file_.By(kRequesting), Depart()); }
  void Arrived() { file_.Record(file_.By(kBorder), Arrive()); }
  void TurnedBack() { file_.Record(file_.By(kBorder), TurnBack()); }

  template <typename Part>
  void GiveUp(std::string_view agency, v1::EventKind kind) {
    Part part;
    part.set_transfer_event(testing::IdOf(transfer_));
    file_.history.Say(agency, kind, part);
  }
  void Cancelled() {
    GiveUp<v1::TransferCancelled>(kRequesting,
                                  v1::EVENT_KIND_TRANSFER_CANCELLED);
  }

  v1::CaseStatus Status() { return file_.At().shared.status(); }

  TransferCase file_;
  std::string transfer_ = file_.Announce();
};

TEST_F(TransferPassageTest, ThePersonLeavesAndArrives) {
  Departed();
  EXPECT_EQ(Status(), v1::CASE_STATUS_DEPARTED);
  Arrived();
  EXPECT_EQ(Status(), v1::CASE_STATUS_ARRIVED);
  EXPECT_EQ(file_.At().shared.contradictions_size(), 0);
  EXPECT_EQ(ReasonOf(Depart()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Arrive()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(TurnBack()), "TRANSFER_STATE");
}

TEST_F(TransferPassageTest, ThePersonIsTurnedBackWithGrounds) {
  Departed();
  TurnedBack();
  EXPECT_EQ(Status(), v1::CASE_STATUS_ARRIVAL_REFUSED);
  EXPECT_EQ(file_.At().shared.transfers(0).refusal().grounds(0).kind(),
            v1::REFUSAL_GROUND_KIND_NOT_IDENTIFIED);
  EXPECT_EQ(file_.At().own.notes_size(), 0);
  EXPECT_EQ(file_.At(kSouth).own.notes(0), "call the consulate");
  EXPECT_EQ(ReasonOf(TurnBack()), "TRANSFER_STATE");
  // Another transfer may follow.
  EXPECT_EQ(casestate::TransferUnderWay(file_.At()), nullptr);
}

TEST_F(TransferPassageTest, WhoWasTurnedBackMayBeAdmittedAfterAll) {
  TurnedBack();
  Arrived();
  EXPECT_EQ(Status(), v1::CASE_STATUS_ARRIVED);
}

TEST_F(TransferPassageTest, ARefusalOfArrivalStatesItsGrounds) {
  v1::RefuseArrivalRequest request = Refusal();
  request.clear_grounds();
  const auto refused =
      RefuseArrival(file_.At(kSouth), request, file_.By(kBorder));
  EXPECT_EQ(ReasonOf(refused), "GROUNDS_REQUIRED");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  request.add_grounds();
  request.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_OTHER);
  const auto fields = refusal::FieldViolationsOf(
      RefuseArrival(file_.At(kSouth), request, file_.By(kBorder)).status());
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].field, "grounds[0].kind");
  EXPECT_EQ(fields[1].field, "grounds[1].explanation");
}

TEST_F(TransferPassageTest, ADepartureUnderAHoldIsRecordedAndFlagged) {
  file_.Hold();
  Departed();
  EXPECT_EQ(Status(), v1::CASE_STATUS_DEPARTED);
  EXPECT_TRUE(file_.At().own.departed_under_hold());
  EXPECT_FALSE(file_.At(kSouth).own.departed_under_hold());
  Arrived();
  EXPECT_EQ(Status(), v1::CASE_STATUS_ARRIVED);
}

TEST_F(TransferPassageTest,
       ADepartureOnACancelledTransferIsRecordedAndFlagged) {
  Cancelled();
  Departed();
  EXPECT_EQ(Status(), v1::CASE_STATUS_DEPARTED);
  EXPECT_THAT(file_.At().shared.contradictions(),
              Contains(v1::CONTRADICTION_DEPARTURE_AND_CANCELLATION));
}

TEST_F(TransferPassageTest, WhoStandsAtTheBorderHasArrivedWhateverWasSaid) {
  // The departure is not known here, and an objection was raised.
  GiveUp<v1::TransferObjected>(kRequested, v1::EVENT_KIND_TRANSFER_OBJECTED);
  Arrived();
  EXPECT_EQ(Status(), v1::CASE_STATUS_ARRIVED);
  Departed();
  EXPECT_TRUE(file_.At().shared.transfers(0).has_departed());
}

TEST_F(TransferPassageTest, FactsAreRecordedAfterTheEndOfTheCase) {
  file_.history.Say(kRequesting, v1::EVENT_KIND_WITHDRAWN, v1::Withdrawn());
  EXPECT_TRUE(Arrive().ok());
  EXPECT_TRUE(TurnBack().ok());
  Departed();
  EXPECT_THAT(file_.At().shared.contradictions(),
              Contains(v1::CONTRADICTION_ACT_AFTER_END));
}

TEST_F(TransferPassageTest, ThePersonTravelsOnOneTransferAtATime) {
  Cancelled();
  file_.Announce();
  EXPECT_EQ(ReasonOf(Depart()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(Arrive()), "TRANSFER_STATE");
  EXPECT_EQ(ReasonOf(TurnBack()), "TRANSFER_STATE");
}

TEST_F(TransferPassageTest, ADepartureThatIsLearntLateFindsItsTransfer) {
  TurnedBack();
  file_.Announce();
  EXPECT_TRUE(Depart().ok());
  EXPECT_EQ(ReasonOf(Arrive()), "TRANSFER_STATE");
}

TEST_F(TransferPassageTest, OnlyTheRoleSpeaks) {
  EXPECT_EQ(
      ReasonOf(RecordDeparture(file_.At(), Departure(), file_.By(kBorder))),
      "ROLE_MISSING");
  EXPECT_EQ(
      ReasonOf(ConfirmArrival(file_.At(), Arrival(), file_.By(kRequested))),
      "ROLE_MISSING");
  EXPECT_EQ(
      ReasonOf(RefuseArrival(file_.At(), Refusal(), file_.By(kRequesting))),
      "ROLE_MISSING");
}

TEST_F(TransferPassageTest, APersonSpeaks) {
  EXPECT_EQ(ReasonOf(RecordDeparture(file_.At(), Departure(),
                                     file_.BySystem(kRequesting, ""))),
            "OFFICER_REQUIRED");
  EXPECT_EQ(ReasonOf(ConfirmArrival(file_.At(), Arrival(),
                                    file_.BySystem(kBorder, ""))),
            "OFFICER_REQUIRED");
  EXPECT_EQ(ReasonOf(RefuseArrival(file_.At(), Refusal(),
                                   file_.BySystem(kBorder, ""))),
            "OFFICER_REQUIRED");
}

TEST_F(TransferPassageTest, AFactLiesInThePast) {
  v1::RecordDepartureRequest departure = Departure();
  *departure.mutable_departed_at() = TimestampOf(file_.now + absl::Seconds(1));
  EXPECT_EQ(
      ReasonOf(RecordDeparture(file_.At(), departure, file_.By(kRequesting))),
      "INVALID_FIELDS");
  v1::ConfirmArrivalRequest arrival = Arrival();
  arrival.clear_arrived_at();
  EXPECT_EQ(ReasonOf(ConfirmArrival(file_.At(), arrival, file_.By(kBorder))),
            "INVALID_FIELDS");
}

TEST_F(TransferPassageTest, TheTransferIsOneOfTheCase) {
  transfer_.clear();
  EXPECT_EQ(ReasonOf(Depart()), "TRANSFER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Arrive()), "TRANSFER_NOT_FOUND");
  EXPECT_EQ(ReasonOf(TurnBack()), "TRANSFER_NOT_FOUND");
}

TEST_F(TransferPassageTest, NothingIsSaidInACaseThatIsNotUnderstood) {
  file_.WriteUnreadable();
  EXPECT_EQ(ReasonOf(Depart()), "CASE_NOT_INTERPRETED");
  EXPECT_EQ(ReasonOf(Arrive()), "CASE_NOT_INTERPRETED");
  EXPECT_EQ(ReasonOf(TurnBack()), "CASE_NOT_INTERPRETED");
}

TEST_F(TransferPassageTest, ADocumentRequestHasNoTransfers) {
  casestate::testing::HistoryBuilder other;
  other.OpenDocumentRequest();
  EXPECT_EQ(ReasonOf(RecordDeparture(other.Fold(), Departure(),
                                     file_.By(kRequesting))),
            "PROCEDURE_MISMATCH");
}

}  // namespace
}  // namespace sijill::readmission
