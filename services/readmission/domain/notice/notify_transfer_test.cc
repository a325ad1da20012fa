// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/notice/notify_transfer.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/testing/transfer_case.h"

namespace sijill::readmission {
namespace {

using testing::DateOf;
using testing::Day;
using ::testing::HasSubstr;
using testing::kBorder;
using testing::kConsulate;
using testing::kRequested;
using testing::kRequesting;
using ::testing::Not;
using testing::ReasonOf;
using testing::TimestampOf;
using testing::TransferCase;

constexpr auto kClosed = absl::StatusCode::kFailedPrecondition;

absl::StatusOr<decision::Decision> Notify(
    TransferCase& file, const v1::NotifyTransferRequest& request) {
  return NotifyTransfer(file.At(), request, file.By(kRequesting));
}

absl::StatusOr<decision::Decision> Notify(TransferCase& file) {
  return Notify(file, file.Request());
}

// The request with a document of the case in place of the passport.
v1::NotifyTransferRequest OnDocument(const TransferCase& file,
                                     const std::string& document) {
  v1::NotifyTransferRequest request = file.Request();
  request.clear_passport_number();
  request.clear_passport_expires_on();
  request.set_travel_document(document);
  return request;
}

TEST(TransferNoticeTest, AnApprovedTransferIsAnnounced) {
  TransferCase file;
  file.Approve(Day(2023, 11, 23));
  v1::NotifyTransferRequest request = file.Request();
  request.set_note("seat kept until noon");
  request.set_protective_measures("two officers at the gate");
  request.mutable_medical_needs()->set_medical_needs("wheelchair");
  const auto decided = Notify(file, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_FALSE(decided->closes);
  const std::string name = file.Record(file.By(kRequesting), decided);
  const auto state = file.At();
  const v1::Transfer* transfer = casestate::FindTransfer(state, name);
  ASSERT_NE(transfer, nullptr);
  EXPECT_EQ(transfer->notice().journey().arrival_point(), "ALA");
  EXPECT_EQ(transfer->notice().passport_number(), "N00000001");
  EXPECT_EQ(transfer->notice().protective_measures(),
            "two officers at the gate");
  EXPECT_EQ(casestate::TransferUnderWay(state), transfer);
  EXPECT_EQ(state.own.medical_needs().medical_needs(), "wheelchair");
  EXPECT_EQ(state.own.notes(0), "seat kept until noon");
  // Note and needs are parts of classes that stay at home.
  EXPECT_EQ(file.At(testing::kSouth).own.notes_size(), 0);
  EXPECT_FALSE(file.At(testing::kSouth).own.has_medical_needs());
}

TEST(TransferNoticeTest, ATransferOnADocumentOfTheCaseNamesIt) {
  TransferCase file;
  file.Approve();
  const std::string document =
      file.IssueDocument(Day(2023, 11, 22), Day(2023, 11, 23));
  const std::string name = file.Record(
      file.By(kRequesting), Notify(file, OnDocument(file, document)));
  const auto state = file.At();
  EXPECT_THAT(
      document,
      HasSubstr(base::Hex(
          casestate::FindTransfer(state, name)->notice().document_event())));
}

TEST(TransferNoticeTest, OnlyAnOfficerOfTheRequestingRoleAnnounces) {
  TransferCase file;
  file.Approve();
  const auto request = file.Request();
  EXPECT_EQ(ReasonOf(NotifyTransfer(file.At(), request,
                                    file.BySystem(kRequesting, ""))),
            "OFFICER_REQUIRED");
  EXPECT_EQ(ReasonOf(NotifyTransfer(file.At(), request, file.By(kRequested))),
            "ROLE_MISSING");
  EXPECT_EQ(ReasonOf(NotifyTransfer(file.At(), request, file.By(kBorder))),
            "ROLE_MISSING");
}

TEST(TransferNoticeTest, NothingIsAnnouncedInADocumentRequest) {
  TransferCase file;
  casestate::testing::HistoryBuilder other;
  other.OpenDocumentRequest();
  EXPECT_EQ(ReasonOf(NotifyTransfer(other.Fold(), file.Request(),
                                    file.By(kRequesting))),
            "PROCEDURE_MISMATCH");
}

TEST(TransferNoticeTest, NothingIsAnnouncedAfterTheEnd) {
  TransferCase file;
  file.Approve();
  file.history.Say(kRequesting, v1::EVENT_KIND_WITHDRAWN, v1::Withdrawn());
  EXPECT_EQ(ReasonOf(Notify(file)), "CASE_ENDED");
}

TEST(TransferNoticeTest, NothingIsAnnouncedInACaseThatIsNotUnderstood) {
  TransferCase file;
  file.Approve();
  file.WriteUnreadable();
  EXPECT_EQ(ReasonOf(Notify(file)), "CASE_NOT_INTERPRETED");
}

TEST(TransferNoticeTest, ATransferNeedsAnApproval) {
  TransferCase file;
  EXPECT_EQ(ReasonOf(Notify(file)), "NO_APPROVAL");
  file.Approve();
  EXPECT_EQ(ReasonOf(Notify(file)), "OK");
  v1::Refused refused;
  refused.add_grounds()->set_kind(v1::REFUSAL_GROUND_KIND_NOT_A_NATIONAL);
  file.history.Say(kRequested, v1::EVENT_KIND_REFUSED, refused);
  EXPECT_EQ(ReasonOf(Notify(file)), "NO_APPROVAL");
}

TEST(TransferNoticeTest, ALateApprovalBlocksUntilItIsReviewedAndAccepted) {
  TransferCase file;
  const base::Hash reply = file.Approve(std::nullopt, true);
  EXPECT_EQ(ReasonOf(Notify(file)), "LATE_REPLY_NOT_REVIEWED");
  TransferCase set_aside = file;
  set_aside.Review(reply, false);
  EXPECT_EQ(ReasonOf(Notify(set_aside)), "NO_APPROVAL");
  file.Review(reply, true);
  EXPECT_EQ(ReasonOf(Notify(file)), "OK");
}

TEST(TransferNoticeTest, TheApprovalIsValidOnTheRequestedStatesDayOfArrival) {
  // 19:00 UTC of the 22nd is the 23rd in Almaty.
  TransferCase file;
  file.Approve(Day(2023, 11, 22));
  EXPECT_EQ(ReasonOf(Notify(file)), "APPROVAL_EXPIRED");
  file.Approve(Day(2023, 11, 23));
  EXPECT_EQ(ReasonOf(Notify(file)), "OK");
}

TEST(TransferNoticeTest, AnApprovalAdmitsThePersonOnce) {
  TransferCase file;
  v1::ArrivalConfirmed arrived;
  arrived.set_transfer_event(testing::IdOf(file.Announce()));
  file.history.Say(kBorder, v1::EVENT_KIND_ARRIVAL_CONFIRMED, arrived);
  EXPECT_EQ(ReasonOf(Notify(file)), "NO_APPROVAL");
}

TEST(TransferNoticeTest, AContradictedIdentityClosesTheTransfer) {
  TransferCase file;
  file.Approve();
  v1::IdentityFinding finding;
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  file.history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, finding);
  v1::NationalityDenied denied;
  denied.set_reasons("no such person");
  file.history.Say(kRequested, v1::EVENT_KIND_NATIONALITY_DENIED, denied);
  EXPECT_EQ(ReasonOf(Notify(file)), "IDENTITY_CONTRADICTED");
  finding.set_result(v1::FINDING_RESULT_NOT_RECOGNISED);
  file.history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, finding);
  EXPECT_EQ(ReasonOf(Notify(file)), "OK");
}

TEST(TransferNoticeTest, ATransferNeedsADocumentThatHolds) {
  TransferCase file;
  file.Approve();
  EXPECT_EQ(ReasonOf(Notify(file, OnDocument(file, ""))), "NO_VALID_DOCUMENT");
  EXPECT_EQ(ReasonOf(Notify(file, OnDocument(file, "cases/a/events/unknown"))),
            "NO_VALID_DOCUMENT");
  const std::string document =
      file.IssueDocument(Day(2023, 11, 1), Day(2023, 12, 1));
  EXPECT_EQ(ReasonOf(Notify(file, OnDocument(file, document))), "OK");
  v1::TravelDocumentRevoked revoked;
  revoked.set_document_event(testing::IdOf(document));
  file.history.Say(kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_REVOKED, revoked);
  EXPECT_EQ(ReasonOf(Notify(file, OnDocument(file, document))),
            "NO_VALID_DOCUMENT");
}

TEST(TransferNoticeTest, ADocumentThatLostItsFindingDoesNotCount) {
  TransferCase file;
  file.Approve();
  const std::string document =
      file.IssueDocument(Day(2023, 11, 1), Day(2023, 12, 1));
  v1::IdentityFinding finding;
  finding.set_result(v1::FINDING_RESULT_NOT_RECOGNISED);
  file.history.Say(kConsulate, v1::EVENT_KIND_IDENTITY_FINDING, finding);
  EXPECT_EQ(ReasonOf(Notify(file, OnDocument(file, document))),
            "NO_VALID_DOCUMENT");
}

TEST(TransferNoticeTest, ADocumentIsValidFromDepartureToArrival) {
  TransferCase file;
  file.Approve();
  EXPECT_EQ(ReasonOf(Notify(
                file, OnDocument(file, file.IssueDocument(Day(2023, 11, 23),
                                                          Day(2023, 12, 1))))),
            "NO_VALID_DOCUMENT");
  EXPECT_EQ(ReasonOf(Notify(
                file, OnDocument(file, file.IssueDocument(Day(2023, 11, 1),
                                                          Day(2023, 11, 22))))),
            "DOCUMENT_EXPIRES_BEFORE_ARRIVAL");
}

TEST(TransferNoticeTest, APassportIsValidOnArrivalToo) {
  TransferCase file;
  file.Approve();
  v1::NotifyTransferRequest request = file.Request();
  *request.mutable_passport_expires_on() = DateOf(Day(2023, 11, 22));
  EXPECT_EQ(ReasonOf(Notify(file, request)), "DOCUMENT_EXPIRES_BEFORE_ARRIVAL");
}

TEST(TransferNoticeTest, AHoldOfTheOwnSideStopsTheNotice) {
  TransferCase file;
  file.Approve();
  file.Hold();
  const auto refused = Notify(file);
  EXPECT_EQ(ReasonOf(refused), "HOLD_IN_FORCE");
  EXPECT_EQ(refused.status().code(), kClosed);
}

TEST(TransferNoticeTest, AReturnDecisionIsDeclaredFirst) {
  TransferCase file(false);
  file.Approve();
  EXPECT_EQ(ReasonOf(Notify(file)), "GATE_MISSING");
}

TEST(TransferNoticeTest, OneTransferIsUnderWayAtATime) {
  TransferCase file;
  file.Announce();
  EXPECT_EQ(ReasonOf(Notify(file)), "TRANSFER_UNDER_WAY");
  v1::TransferObjected objected;
  objected.set_transfer_event(file.history.events().back().id.str());
  file.history.Say(kRequested, v1::EVENT_KIND_TRANSFER_OBJECTED, objected);
  EXPECT_EQ(ReasonOf(Notify(file)), "OK");
}

TEST(TransferNoticeTest, RulesThatTheNodeDoesNotHoldDecideNothing) {
  TransferCase file;
  file.Approve();
  file.book = decision::RuleBook();
  EXPECT_EQ(ReasonOf(Notify(file)), "RULE_SET_UNKNOWN");
}

TEST(TransferNoticeTest, AnAgencyThatTheRegistryLostDecidesNothing) {
  TransferCase file;
  file.Approve();
  file.directory.agencies.erase(kRequested);
  EXPECT_EQ(ReasonOf(Notify(file)), "AGENCY_UNKNOWN");
}

TEST(TransferNoticeTest, ARefusalHoldsNothingOfThePerson) {
  TransferCase file;
  file.Approve(Day(2023, 11, 1));
  const std::string text(Notify(file).status().message());
  EXPECT_THAT(text, Not(HasSubstr("N00000001")));
  EXPECT_THAT(text, Not(HasSubstr("2023")));
}

}  // namespace
}  // namespace sijill::readmission
