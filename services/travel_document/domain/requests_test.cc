// SPDX-License-Identifier: Apache-2.0
// Asking for a document, declining it, revoking it.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/travel_document/domain/decline_and_revoke.h"
#include "services/travel_document/domain/request_travel_document.h"
#include "services/travel_document/domain/scene.h"

namespace sijill::travel_document {
namespace {

v1::RequestTravelDocumentRequest Flight(const Scene& scene) {
  v1::RequestTravelDocumentRequest request;
  v1::Journey& journey = *request.mutable_planned_journey();
  journey.set_mode(v1::TRANSPORT_MODE_AIR);
  journey.set_carrier_reference("KC904");
  journey.set_departure_point("AMS");
  *journey.mutable_departs_at() = Timestamp(scene.At(12, 1, 4));
  journey.set_arrival_point("ALA");
  *journey.mutable_arrives_at() = Timestamp(scene.At(12, 1, 12));
  return request;
}

std::string Ask(Scene& scene, const v1::RequestTravelDocumentRequest& request,
                const char* agency = history::kRequesting) {
  return ReasonOf(
      RequestTravelDocument(scene.State(), request, scene.As(agency)).status());
}

TEST(RequestTravelDocumentTest, AJourneyIsOptionalUnlessThePostNeedsIt) {
  Scene scene(v1::PROCEDURE_DOCUMENT_REQUEST);
  EXPECT_EQ(Ask(scene, {}), "");
  Scene strict(v1::PROCEDURE_DOCUMENT_REQUEST,
               {Protocol("travel_document_needs_journey", "true")});
  EXPECT_EQ(Ask(strict, {}), "JOURNEY_REQUIRED");
  auto request = Flight(strict);
  EXPECT_EQ(Ask(strict, request), "");
  request.mutable_planned_journey()->clear_carrier_reference();
  EXPECT_EQ(Ask(strict, request), "JOURNEY_REQUIRED");
  Scene lenient(v1::PROCEDURE_DOCUMENT_REQUEST,
                {Protocol("travel_document_needs_journey", "false")});
  EXPECT_EQ(Ask(lenient, {}), "");
}

TEST(RequestTravelDocumentTest, NotWhileALateReplyWaitsForItsReview) {
  Scene scene(v1::PROCEDURE_READMISSION);
  v1::Approved approved;
  approved.mutable_timing()->set_late(true);
  const base::Hash late = scene.history().Say(
      history::kRequested, v1::EVENT_KIND_APPROVED, approved);
  EXPECT_EQ(Ask(scene, {}), "LATE_REPLY_NOT_REVIEWED");
  v1::LateReplyReviewed review;
  review.set_reply_event(late.str());
  review.set_accepted(true);
  scene.history().Say(history::kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED,
                      review);
  EXPECT_EQ(Ask(scene, {}), "");
}

TEST(RequestTravelDocumentTest, TheJourneyIsWholeAndLiesAhead) {
  Scene scene(v1::PROCEDURE_DOCUMENT_REQUEST);
  v1::RequestTravelDocumentRequest request;
  request.mutable_planned_journey();
  const auto refused = RequestTravelDocument(scene.State(), request,
                                             scene.As(history::kRequesting));
  EXPECT_EQ(refusal::FieldViolationsOf(refused.status()).size(), 5u);

  request = Flight(scene);
  const auto decided = RequestTravelDocument(scene.State(), request,
                                             scene.As(history::kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->valid_until, scene.At(12, 1, 12));
  scene.SetNow(scene.At(12, 1, 12));
  EXPECT_EQ(Ask(scene, request), "INVALID_FIELDS");

  scene.SetNow(scene.At(11, 20));
  *request.mutable_planned_journey()->mutable_departs_at() =
      request.planned_journey().arrives_at();
  EXPECT_EQ(Ask(scene, request), "INVALID_FIELDS");
  request = Flight(scene);
  request.mutable_planned_journey()->set_mode(
      static_cast<v1::TransportMode>(99));
  EXPECT_EQ(Ask(scene, request), "INVALID_FIELDS");
}

TEST(RequestTravelDocumentTest, OnlyWhoAsksForThePersonAndNotUnderAHold) {
  Scene scene(v1::PROCEDURE_READMISSION);
  EXPECT_EQ(Ask(scene, {}, history::kConsulate), "ROLE_MISSING");
  casestate::CaseState state = scene.State();
  state.own.set_hold_in_force(true);
  EXPECT_EQ(
      ReasonOf(RequestTravelDocument(state, {}, scene.As(history::kRequesting))
                   .status()),
      "HOLD_IN_FORCE");
  scene.history().Write(history::kRequesting, v1::EVENT_KIND_CLOSED);
  EXPECT_EQ(Ask(scene, {}), "CASE_ENDED");
}

class AnswerTest : public ::testing::Test {
 protected:
  AnswerTest() : scene_(v1::PROCEDURE_DOCUMENT_REQUEST), asked_(scene_.Ask()) {
    scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  }

  absl::StatusOr<decision::Decision> Decline(const std::string& reasons) {
    v1::DeclineTravelDocumentRequest request;
    request.set_document_request(asked_);
    request.set_reasons(reasons);
    return DeclineTravelDocument(scene_.State(), request,
                                 scene_.As(history::kConsulate));
  }
  absl::StatusOr<decision::Decision> Revoke(const std::string& document,
                                            const std::string& reasons,
                                            const char* officer = "officer-7") {
    v1::RevokeTravelDocumentRequest request;
    request.set_travel_document(document);
    request.set_reasons(reasons);
    return RevokeTravelDocument(scene_.State(), request,
                                scene_.As(history::kConsulate, officer));
  }
  std::string Issue() {
    v1::TravelDocumentIssued issued;
    issued.set_request_event(
        *base::FromHex(asked_.substr(asked_.rfind('/') + 1)));
    return scene_.history().NameOf(scene_.history().Say(
        history::kConsulate, v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED, issued));
  }
  v1::TravelDocument Document(const std::string& name) {
    return *casestate::FindTravelDocument(scene_.State(), name);
  }

  Scene scene_;
  const std::string asked_;
};

TEST_F(AnswerTest, DecliningNeedsReasonsAndARequestThatIsOpen) {
  EXPECT_EQ(ReasonOf(Decline(" \n").status()), "REASONS_REQUIRED");
  const auto decided = Decline("The quota of this week is used up.");
  ASSERT_TRUE(decided.ok()) << decided.status();
  scene_.Write(history::kConsulate, *decided);
  const casestate::CaseState state = scene_.State();
  const auto* request = casestate::FindDocumentRequest(state, asked_);
  ASSERT_NE(request, nullptr);
  EXPECT_TRUE(request->has_declined());
  EXPECT_EQ(request->reasons(), "The quota of this week is used up.");
  EXPECT_EQ(ReasonOf(Decline("again").status()), "DOCUMENT_STATE");
}

TEST_F(AnswerTest, AnIssuedDocumentIsRevokedAndNotDeclined) {
  Issue();
  EXPECT_EQ(ReasonOf(Decline("late").status()), "DOCUMENT_STATE");
}

TEST_F(AnswerTest, RevokingNeedsReasonsAndADocumentThatHolds) {
  const std::string document = Issue();
  EXPECT_EQ(ReasonOf(Revoke(document, "").status()), "REASONS_REQUIRED");
  EXPECT_EQ(ReasonOf(Revoke("", "lost").status()), "INVALID_FIELDS");
  EXPECT_EQ(ReasonOf(Revoke(asked_, "lost").status()), "DOCUMENT_NOT_FOUND");
  EXPECT_EQ(ReasonOf(Revoke(document, "lost", "").status()),
            "OFFICER_REQUIRED");
  const auto decided = Revoke(document, "lost");
  ASSERT_TRUE(decided.ok()) << decided.status();
  scene_.Write(history::kConsulate, *decided);
  EXPECT_TRUE(Document(document).has_revoked());
  EXPECT_EQ(Document(document).revocation_reasons(), "lost");
  EXPECT_EQ(ReasonOf(Revoke(document, "lost").status()), "DOCUMENT_STATE");
}

TEST_F(AnswerTest, ARevocationClosesAndIsNeverStoppedByWhatStopsOtherActs) {
  const std::string document = Issue();
  scene_.history().Write(history::kRequesting, v1::EVENT_KIND_WITHDRAWN);
  auto decided = Revoke(document, "the case is withdrawn");
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_TRUE(decided->closes);
  EXPECT_FALSE(Decline("withdrawn").ok());

  casestate::CaseState state = scene_.State();
  state.shared.set_undecidable(true);
  v1::RevokeTravelDocumentRequest request;
  request.set_travel_document(document);
  request.set_reasons("found to be false");
  decided =
      RevokeTravelDocument(state, request, scene_.As(history::kConsulate));
  EXPECT_TRUE(decided.ok()) << decided.status();
}

TEST_F(AnswerTest, ADocumentWhoseFindingFellIsFlagged) {
  const std::string document = Issue();
  EXPECT_FALSE(Document(document).flagged_for_revocation());
  scene_.SayNationality(false);
  EXPECT_TRUE(Document(document).flagged_for_revocation());
}

}  // namespace
}  // namespace sijill::travel_document
