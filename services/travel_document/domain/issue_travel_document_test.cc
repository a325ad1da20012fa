// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/issue_travel_document.h"

#include "common/icao/td2.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/travel_document/domain/scene.h"

namespace sijill::travel_document {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class IssueTest : public ::testing::Test {
 protected:
  explicit IssueTest(v1::Procedure procedure = v1::PROCEDURE_DOCUMENT_REQUEST)
      : scene_(procedure) {}

  v1::IssueTravelDocumentRequest Request(std::string asked) {
    v1::IssueTravelDocumentRequest request;
    request.set_document_request(std::move(asked));
    request.set_document_number("EM0012345");
    *request.mutable_valid_from() = Date(2023, 11, 20);
    *request.mutable_valid_until() = Date(2023, 12, 10);
    request.set_issued_by("Embassy, The Hague");
    return request;
  }
  absl::StatusOr<decision::Decision> Issue(
      Scene& scene, const v1::IssueTravelDocumentRequest& request,
      const DocumentNumbers& taken = {}) {
    return IssueTravelDocument(scene.State(), request, taken,
                               scene.As(history::kConsulate));
  }
  std::string Refusal(Scene& scene,
                      const v1::IssueTravelDocumentRequest& request) {
    return ReasonOf(Issue(scene, request).status());
  }

  Scene scene_;
};

v1::TravelDocumentIssued Issued(const decision::Decision& decided) {
  v1::TravelDocumentIssued issued;
  EXPECT_TRUE(issued.ParseFromString(decided.events.front().parts.front()));
  return issued;
}

TEST_F(IssueTest, UnderRuleSetNoneARecognisedFindingOpensTheDocument) {
  const std::string asked = scene_.Ask(scene_.At(12, 10));
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  const auto decided = Issue(scene_, Request(asked));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const v1::TravelDocumentIssued issued = Issued(*decided);
  ASSERT_THAT(issued.machine_readable_lines(), SizeIs(2));
  EXPECT_EQ(issued.machine_readable_lines(0),
            "I<KAZSPECIMEN<<AMAL<<<<<<<<<<<<<<<<<");
  const auto zone = icao::ParseTd2(issued.machine_readable_lines(0),
                                   issued.machine_readable_lines(1));
  ASSERT_TRUE(zone.ok()) << zone.status();
  EXPECT_EQ(zone->document_number, "EM0012345");
  EXPECT_EQ(zone->nationality, "KAZ");
  EXPECT_EQ(zone->expiry, absl::CivilDay(2023, 12, 10));
  EXPECT_EQ(zone->birth, (icao::PartialDate{.year = 90}));
  EXPECT_THAT(asked, HasSubstr(base::Hex(issued.request_event())));
}

TEST_F(IssueTest, TheDecisionIsMadeAnewAtTheNextMidnightOfTheIssuingState) {
  const std::string asked = scene_.Ask();
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  const auto decided = Issue(scene_, Request(asked));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(decided->valid_until, scene_.At(11, 21, 0));
}

TEST_F(IssueTest, NeverWithoutTheFindingThatTheRuleSetNeeds) {
  const auto request = Request(scene_.Ask());
  EXPECT_EQ(Refusal(scene_, request), "IDENTITY_NOT_ESTABLISHED");
  // Another fact than the one that is needed.
  scene_.SayNationality(true);
  EXPECT_EQ(Refusal(scene_, request), "IDENTITY_NOT_ESTABLISHED");
  for (const auto result : {v1::FINDING_RESULT_INSUFFICIENT_INFORMATION,
                            v1::FINDING_RESULT_NO_REPLY}) {
    scene_.Find(result);
    EXPECT_EQ(Refusal(scene_, request), "IDENTITY_NOT_ESTABLISHED");
  }
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  EXPECT_EQ(Refusal(scene_, request), "");
}

TEST_F(IssueTest, WhereTheRuleSetNamesTheConfirmationOnlyThatOpensIt) {
  Scene scene(v1::PROCEDURE_DOCUMENT_REQUEST,
              {Protocol("document_opened_by", R"("nationality_confirmed")")});
  const auto request = Request(scene.Ask());
  scene.Find(v1::FINDING_RESULT_RECOGNISED);
  EXPECT_EQ(Refusal(scene, request), "IDENTITY_NOT_ESTABLISHED");
  scene.SayNationality(true);
  EXPECT_EQ(Refusal(scene, request), "");
  scene.SayNationality(false);
  EXPECT_NE(Refusal(scene, request), "");
}

TEST_F(IssueTest, NeverWhileIdentityIsContradictedAndOnlyANewFindingEndsIt) {
  const auto request = Request(scene_.Ask());
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  scene_.SayNationality(false);
  EXPECT_EQ(Refusal(scene_, request), "IDENTITY_CONTRADICTED");
  scene_.SayNationality(true);
  EXPECT_EQ(Refusal(scene_, request), "IDENTITY_CONTRADICTED");
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  EXPECT_EQ(Refusal(scene_, request), "");
}

TEST_F(IssueTest, NeverOneThatExpiresBeforeThePlannedArrival) {
  // 00:30 of the tenth in Almaty is still the ninth in Amsterdam.
  const std::string asked =
      scene_.Ask(scene_.At(12, 10, 0) + absl::Minutes(30));
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  auto request = Request(asked);
  EXPECT_EQ(Refusal(scene_, request), "");
  *request.mutable_valid_until() = Date(2023, 12, 9);
  EXPECT_EQ(Refusal(scene_, request), "DOCUMENT_EXPIRES_BEFORE_ARRIVAL");
}

TEST_F(IssueTest, TheLastDayIsValidToItsLastInstant) {
  const std::string asked = scene_.Ask(scene_.At(12, 11, 0) - absl::Seconds(1));
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  EXPECT_EQ(Refusal(scene_, Request(asked)), "");
  const std::string later = scene_.Ask(scene_.At(12, 11, 0));
  EXPECT_EQ(Refusal(scene_, Request(later)), "DOCUMENT_EXPIRES_BEFORE_ARRIVAL");
}

TEST_F(IssueTest, ItHoldsFromTheDepartureAndIsNotOverWhenItIsIssued) {
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  auto request = Request(scene_.Ask(scene_.At(12, 1)));
  *request.mutable_valid_from() = Date(2023, 12, 1);
  EXPECT_EQ(Refusal(scene_, request), "");
  *request.mutable_valid_from() = Date(2023, 12, 2);
  EXPECT_EQ(Refusal(scene_, request), "INVALID_FIELDS");

  request = Request(scene_.Ask());
  *request.mutable_valid_from() = Date(2023, 11, 1);
  *request.mutable_valid_until() = Date(2023, 11, 20);
  EXPECT_EQ(Refusal(scene_, request), "");
  *request.mutable_valid_until() = Date(2023, 11, 19);
  EXPECT_EQ(Refusal(scene_, request), "INVALID_FIELDS");
}

TEST_F(IssueTest, TheAgreementsLeastValidityCountsFromTheFirstUsableDay) {
  Scene scene(v1::PROCEDURE_READMISSION, {rules::Kazakhstan()});
  scene.Find(v1::FINDING_RESULT_RECOGNISED);
  auto request = Request(scene.Ask());
  *request.mutable_valid_until() = Date(2024, 5, 18);
  const auto refused = Issue(scene, request);
  EXPECT_EQ(refusal::FieldViolationsOf(refused.status()),
            (std::vector<refusal::FieldViolation>{
                {"valid_until", "valid for at least 6 months, art. 7(5)"}}));
  *request.mutable_valid_until() = Date(2024, 5, 19);
  EXPECT_EQ(Refusal(scene, request), "");
  // A backdated first day gains nothing.
  *request.mutable_valid_from() = Date(2023, 10, 1);
  EXPECT_EQ(Refusal(scene, request), "");
  *request.mutable_valid_until() = Date(2024, 5, 18);
  EXPECT_EQ(Refusal(scene, request), "INVALID_FIELDS");
}

TEST_F(IssueTest, NotAfterARefusalThatStands) {
  Scene scene(v1::PROCEDURE_READMISSION);
  const auto request = Request(scene.Ask());
  scene.Find(v1::FINDING_RESULT_RECOGNISED);
  v1::Refused refused;
  refused.mutable_timing()->set_late(true);
  const base::Hash late =
      scene.history().Say(history::kRequested, v1::EVENT_KIND_REFUSED, refused);
  EXPECT_EQ(Refusal(scene, request), "LATE_REPLY_NOT_REVIEWED");
  v1::LateReplyReviewed review;
  review.set_reply_event(late.str());
  review.set_accepted(true);
  scene.history().Say(history::kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED,
                      review);
  EXPECT_EQ(Refusal(scene, request), "NO_APPROVAL");
  scene.history().Say(history::kRequested, v1::EVENT_KIND_APPROVED,
                      v1::Approved());
  EXPECT_EQ(Refusal(scene, request), "");
}

TEST_F(IssueTest, ALateReplyThatIsSetAsideIsAsNone) {
  Scene scene(v1::PROCEDURE_READMISSION);
  const auto request = Request(scene.Ask());
  scene.Find(v1::FINDING_RESULT_RECOGNISED);
  v1::Refused refused;
  refused.mutable_timing()->set_late(true);
  v1::LateReplyReviewed review;
  review.set_reply_event(
      scene.history()
          .Say(history::kRequested, v1::EVENT_KIND_REFUSED, refused)
          .str());
  scene.history().Say(history::kRequesting, v1::EVENT_KIND_LATE_REPLY_REVIEWED,
                      review);
  EXPECT_EQ(Refusal(scene, request), "");
}

TEST_F(IssueTest, NotUnderAHoldOfTheOwnSide) {
  const auto request = Request(scene_.Ask());
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  casestate::CaseState state = scene_.State();
  state.own.set_hold_in_force(true);
  const auto decided =
      IssueTravelDocument(state, request, {}, scene_.As(history::kConsulate));
  EXPECT_EQ(ReasonOf(decided.status()), "HOLD_IN_FORCE");
}

TEST_F(IssueTest, ANumberIsUsedOnce) {
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  const auto request = Request(scene_.Ask());
  EXPECT_EQ(ReasonOf(Issue(scene_, request, {"EM0012345"}).status()),
            "DOCUMENT_NUMBER_TAKEN");
  const auto decided = Issue(scene_, request, {"EM0012346"});
  ASSERT_TRUE(decided.ok()) << decided.status();
  scene_.Write(history::kConsulate, *decided);
  EXPECT_EQ(Refusal(scene_, Request(scene_.Ask())), "DOCUMENT_NUMBER_TAKEN");
}

TEST_F(IssueTest, ARequestIsAnsweredOnceAndMustBeOfTheCase) {
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  auto request = Request(scene_.Ask());
  const auto decided = Issue(scene_, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  scene_.Write(history::kConsulate, *decided);
  request.set_document_number("EM0012346");
  EXPECT_EQ(Refusal(scene_, request), "DOCUMENT_STATE");
  request.set_document_request("cases/another/events/00");
  EXPECT_EQ(Refusal(scene_, request), "DOCUMENT_NOT_FOUND");
}

TEST_F(IssueTest, EveryProblemOfTheFieldsIsNamedAtOnceAndNoValue) {
  auto request = Request(scene_.Ask());
  request.set_document_number("em-12");
  *request.mutable_valid_from() = Date(2023, 12, 11);
  *request.mutable_valid_until() = Date(2023, 12, 10);
  request.set_issued_by(" ");
  request.set_note(std::string(2001, 'n'));
  const absl::Status refused = Issue(scene_, request).status();
  std::vector<std::string> fields;
  for (const auto& violation : refusal::FieldViolationsOf(refused)) {
    fields.push_back(violation.field);
    EXPECT_THAT(violation.description, Not(HasSubstr("em-12")));
  }
  EXPECT_THAT(fields, ::testing::ElementsAre("document_number", "valid_until",
                                             "issued_by", "note"));
  *request.mutable_valid_until() = Date(2023, 2, 29);
  EXPECT_EQ(Refusal(scene_, request), "INVALID_FIELDS");
}

TEST_F(IssueTest, OnlyAnOfficerOfTheConsulateIssuesAndOnlyInAnOpenCase) {
  scene_.Find(v1::FINDING_RESULT_RECOGNISED);
  const auto request = Request(scene_.Ask());
  const auto reason = [&](const char* agency, const char* officer) {
    return ReasonOf(IssueTravelDocument(scene_.State(), request, {},
                                        scene_.As(agency, officer))
                        .status());
  };
  EXPECT_EQ(reason(history::kConsulate, ""), "OFFICER_REQUIRED");
  EXPECT_EQ(reason(history::kRequested, "officer-7"), "ROLE_MISSING");
  EXPECT_EQ(reason(history::kRequesting, "officer-7"), "ROLE_MISSING");
  scene_.history().Write(history::kRequesting, v1::EVENT_KIND_WITHDRAWN);
  EXPECT_EQ(reason(history::kConsulate, "officer-7"), "CASE_ENDED");
}

TEST_F(IssueTest, TheZoneIsOfThePersonAsTheConsulateEstablishedHim) {
  const auto request = Request(scene_.Ask());
  v1::IdentityFinding finding;
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  v1::PersonForm& person = *finding.mutable_established_person();
  person.set_sex(v1::SEX_FEMALE);
  v1::PersonName& name = *person.add_names();
  name.set_use(v1::NAME_USE_CURRENT);
  v1::NamePart& part = *name.add_name_parts();
  part.set_kind(v1::NAME_PART_KIND_FAMILY);
  part.set_latin("Müller-Øst");
  scene_.history().Say(history::kConsulate, v1::EVENT_KIND_IDENTITY_FINDING,
                       finding);
  auto decided = Issue(scene_, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_THAT(Issued(*decided).machine_readable_lines(0),
              HasSubstr("I<KAZMUELLER<OEST<<<"));
  part.set_latin("Ж");
  scene_.history().Say(history::kConsulate, v1::EVENT_KIND_IDENTITY_FINDING,
                       finding);
  decided = Issue(scene_, request);
  EXPECT_EQ(ReasonOf(decided.status()), "MACHINE_READABLE_ZONE_INVALID");
  EXPECT_THAT(std::string(decided.status().message()), Not(HasSubstr("Ж")));
}

}  // namespace
}  // namespace sijill::travel_document
