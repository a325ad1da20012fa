// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/opening/opening.h"

#include <string>
#include <vector>

#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/domain/opening/request_document.h"
#include "services/readmission/domain/opening/request_readmission.h"
#include "services/readmission/testing/setting.h"

namespace sijill::readmission {
namespace {

using casestate::testing::kBorder;
using casestate::testing::kConsulate;
using casestate::testing::kRequested;
using casestate::testing::kRequesting;
using testing::CompleteForm;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::kEmbassy;
using testing::PartOf;
using testing::Setting;
using ::testing::SizeIs;

v1::GateRecorded Declaration() {
  v1::GateRecorded declaration;
  declaration.set_kind(v1::GATE_KIND_RETURN_DECISION);
  declaration.mutable_decided_on()->set_year(2023);
  declaration.mutable_decided_on()->set_month(9);
  declaration.mutable_decided_on()->set_day(1);
  return declaration;
}

v1::RequestReadmissionRequest Readmission() {
  v1::RequestReadmissionRequest request;
  request.set_requested_agency(kRequested);
  request.set_consulate_agency(kConsulate);
  request.set_border_agency(kBorder);
  *request.mutable_form() = CompleteForm();
  *request.mutable_declaration() = Declaration();
  return request;
}

v1::RequestDocumentRequest Document() {
  v1::RequestDocumentRequest request;
  request.set_consulate_agency(kConsulate);
  request.set_post(kEmbassy);
  *request.mutable_form() = CompleteForm("EGY");
  *request.mutable_declaration() = Declaration();
  return request;
}

std::string Refusal(const absl::Status& status) {
  return refusal::ReasonOf(status).value_or(status.ToString());
}

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& one : refusal::FieldViolationsOf(status)) {
    fields.push_back(one.field);
  }
  return fields;
}

TEST(RequestReadmissionTest, OpensForBothSidesAndDeclaresForItsOwn) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  request.set_external_reference("N-2026/77");
  const auto decided = RequestReadmission(request, setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  ASSERT_THAT(decided->events, SizeIs(2));
  EXPECT_EQ(decided->events[0].kind, v1::EVENT_KIND_READMISSION_REQUESTED);
  EXPECT_EQ(decided->events[1].kind, v1::EVENT_KIND_GATE_RECORDED);
  EXPECT_THAT(decided->domains, ElementsAre("north.example", "south.example"));
  const auto terms = PartOf<v1::OpeningTerms>(*decided);
  EXPECT_THAT(terms.participants(), SizeIs(4));
  EXPECT_EQ(terms.participants(0).agency(), kRequesting);
  EXPECT_EQ(terms.participants(3).role(), v1::ROLE_BORDER);
  EXPECT_EQ(terms.rule_set().id(), "benelux-kazakhstan-2015");
  EXPECT_EQ(terms.calendar().id(), "kaz-working-week");
  EXPECT_EQ(PartOf<v1::OwnSideFile>(*decided, 0, 4).external_reference(),
            "N-2026/77");
  EXPECT_EQ(PartOf<v1::RequestForm>(*decided, 0, 1).SerializeAsString(),
            request.form().SerializeAsString());
}

TEST(RequestReadmissionTest, GradesEvidenceByTheAgreement) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  v1::EvidenceItem copy = request.form().means_of_evidence(0);
  copy.set_form(v1::EVIDENCE_FORM_COPY);
  *request.mutable_form()->add_means_of_evidence() = copy;
  const auto decided = RequestReadmission(request, setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto terms = PartOf<v1::OpeningTerms>(*decided);
  ASSERT_THAT(terms.evidence_gradings(), SizeIs(3));
  EXPECT_EQ(terms.evidence_gradings(0).grade(), v1::EVIDENCE_GRADE_PROOF);
  EXPECT_EQ(terms.evidence_gradings(0).rule(), "national.travel_document");
  EXPECT_EQ(terms.evidence_gradings(1).grade(), v1::EVIDENCE_GRADE_PRIMA_FACIE);
  EXPECT_EQ(terms.evidence_gradings(2).rule(), "national.copy");
}

TEST(RequestReadmissionTest, IsDecidedAnewAtTheRequestedStatesMidnight) {
  Setting setting;
  const auto decided =
      RequestReadmission(Readmission(), setting.As(kRequesting));
  ASSERT_TRUE(decided.ok());
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Asia/Almaty", &zone));
  EXPECT_EQ(
      decided->valid_until,
      absl::FromCivil(
          absl::CivilSecond(absl::ToCivilDay(setting.now, zone) + 1), zone));
}

TEST(RequestReadmissionTest, NeedsAnOfficerAndARoleThatOpens) {
  Setting setting;
  EXPECT_EQ(
      Refusal(RequestReadmission(Readmission(), setting.As(kRequesting, ""))
                  .status()),
      "OFFICER_REQUIRED");
  const auto refused = RequestReadmission(
      Readmission(), setting.As(casestate::testing::kProtection));
  EXPECT_EQ(Refusal(refused.status()), "ROLE_MISSING");
  EXPECT_TRUE(absl::IsPermissionDenied(refused.status()));
}

TEST(RequestReadmissionTest, NamesEveryWrongFieldAtOnce) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  request.clear_requested_agency();
  request.set_consulate_agency("no name");
  request.mutable_form()->clear_claim();
  request.mutable_declaration()->clear_decided_on();
  request.set_note(std::string(2001, 'x'));
  const auto refused = RequestReadmission(request, setting.As(kRequesting));
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  EXPECT_THAT(Fields(refused.status()),
              ElementsAre("requested_agency", "consulate_agency", "form.claim",
                          "declaration.decided_on", "note"));
}

TEST(RequestReadmissionTest, AgenciesAreInTheRegistryInTheirRole) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  request.set_consulate_agency("south.example/agencies/nobody");
  request.set_border_agency(kConsulate);  // is no border authority
  request.set_post("posts/south.example/nowhere");
  const auto refused = RequestReadmission(request, setting.As(kRequesting));
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
  EXPECT_EQ(Refusal(refused.status()), "AGENCY_UNKNOWN");
  EXPECT_EQ(refusal::MetadataOf(refused.status()).at("fields"),
            "consulate_agency,border_agency,post");
  setting.directory.agencies[kRequested].set_retired(true);
  EXPECT_EQ(
      Refusal(
          RequestReadmission(Readmission(), setting.As(kRequesting)).status()),
      "AGENCY_UNKNOWN");
}

TEST(RequestReadmissionTest, ANorthernConsulateIsNoneOfTheSouth) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  request.set_consulate_agency("north.example/agencies/consulate");
  EXPECT_THAT(
      Fields(RequestReadmission(request, setting.As(kRequesting)).status()),
      ElementsAre("consulate_agency"));
  setting.directory.agencies[kRequested].set_state("NLD");
  request = Readmission();
  EXPECT_THAT(
      Fields(RequestReadmission(request, setting.As(kRequesting)).status()),
      ::testing::Contains("requested_agency"));
}

TEST(RequestReadmissionTest, WithoutAnAgreementNoneMustBeNamed) {
  Setting setting("EGY");
  v1::RequestReadmissionRequest request = Readmission();
  *request.mutable_form() = CompleteForm("EGY");
  auto decided = RequestReadmission(request, setting.As(kRequesting));
  EXPECT_EQ(Refusal(decided.status()), "RULE_SET_UNKNOWN");
  EXPECT_TRUE(absl::IsFailedPrecondition(decided.status()));
  request.set_rule_set("benelux-kazakhstan-2015");
  decided = RequestReadmission(request, setting.As(kRequesting));
  EXPECT_EQ(Refusal(decided.status()), "RULE_SET_UNKNOWN");
  EXPECT_TRUE(absl::IsFailedPrecondition(decided.status()));
  request.set_rule_set("none");
  decided = RequestReadmission(request, setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto terms = PartOf<v1::OpeningTerms>(*decided);
  EXPECT_EQ(terms.rule_set().id(), "none");
  EXPECT_TRUE(terms.rule_set().digest().empty());
  EXPECT_FALSE(terms.has_calendar());
  EXPECT_EQ(terms.evidence_gradings(0).grade(), v1::EVIDENCE_GRADE_UNSPECIFIED);
}

TEST(RequestReadmissionTest, OfTwoAgreementsTheOneWantedIsTaken) {
  Setting setting;
  rules::RuleSet other = rules::Kazakhstan();
  other.id = "another-agreement";
  setting.book.Add(other);
  v1::RequestReadmissionRequest request = Readmission();
  EXPECT_EQ(
      Refusal(RequestReadmission(request, setting.As(kRequesting)).status()),
      "RULE_SET_UNKNOWN");
  request.set_rule_set("another-agreement");
  const auto decided = RequestReadmission(request, setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(PartOf<v1::OpeningTerms>(*decided).rule_set().id(),
            "another-agreement");
}

TEST(RequestReadmissionTest, WhatTheAgreementAsksForMustBeThere) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  request.mutable_form()->clear_language();
  request.mutable_form()->mutable_person()->clear_date_of_birth();
  const auto refused = RequestReadmission(request, setting.As(kRequesting));
  EXPECT_TRUE(absl::IsFailedPrecondition(refused.status()));
  EXPECT_EQ(Refusal(refused.status()), "FORM_INCOMPLETE");
  EXPECT_EQ(refusal::MetadataOf(refused.status()).at("requirements"),
            "language,date_of_birth");
}

TEST(RequestReadmissionTest, TheTimeZoneThatCountsIsNamedAtOpening) {
  Setting setting;
  const auto decided =
      RequestReadmission(Readmission(), setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_EQ(PartOf<v1::OpeningTerms>(*decided).time_zone(), "Asia/Almaty");
}

TEST(RequestReadmissionTest, EvidenceOfEntryIsGradedByTheAgreement) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  v1::RequestForm& form = *request.mutable_form();
  form.mutable_person()->mutable_nationalities()->Clear();
  form.mutable_person()->add_nationalities("UTO");
  v1::ThirdCountryNational& claim = *form.mutable_third_country_national();
  claim.mutable_unlawful_stay_established_on()->set_year(2023);
  claim.mutable_unlawful_stay_established_on()->set_month(11);
  claim.mutable_unlawful_stay_established_on()->set_day(1);
  for (const auto kind :
       {v1::ENTRY_EVIDENCE_KIND_STAMP, v1::ENTRY_EVIDENCE_KIND_VISA,
        v1::ENTRY_EVIDENCE_KIND_RESIDENCE_PERMIT,
        v1::ENTRY_EVIDENCE_KIND_CARRIAGE,
        v1::ENTRY_EVIDENCE_KIND_OFFICIAL_DECLARATION,
        v1::ENTRY_EVIDENCE_KIND_WITNESS_STATEMENT}) {
    claim.add_entry_evidence()->set_kind(kind);
  }
  // Article 6: expired for at most two years, and for longer.
  claim.mutable_entry_evidence(1)->mutable_expires_on()->set_year(2022);
  claim.mutable_entry_evidence(1)->mutable_expires_on()->set_month(1);
  claim.mutable_entry_evidence(1)->mutable_expires_on()->set_day(1);
  *claim.mutable_entry_evidence(2)->mutable_expires_on() =
      claim.entry_evidence(1).expires_on();
  claim.mutable_entry_evidence(2)->mutable_expires_on()->set_year(2021);
  const auto decided = RequestReadmission(request, setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto terms = PartOf<v1::OpeningTerms>(*decided);
  std::vector<std::string> rules;
  for (const auto& grading : terms.entry_evidence_gradings()) {
    rules.push_back(grading.rule());
  }
  EXPECT_THAT(rules, ElementsAre("third_country.stamp", "third_country.permit",
                                 "third_country.permit_long_expired",
                                 "third_country.travel_trace",
                                 "third_country.official_statement", ""));
}

TEST(RequestReadmissionTest, NothingIsAskedWithoutTheDeclaration) {
  Setting setting;
  v1::RequestReadmissionRequest request = Readmission();
  request.clear_declaration();
  const auto refused = RequestReadmission(request, setting.As(kRequesting));
  EXPECT_TRUE(absl::IsFailedPrecondition(refused.status()));
  EXPECT_EQ(Refusal(refused.status()), "GATE_MISSING");
}

TEST(RequestDocumentTest, ThePostsRequirementsAreToldInItsWords) {
  Setting setting("EGY");
  v1::RequestDocumentRequest request = Document();
  request.mutable_form()
      ->mutable_person()
      ->mutable_names(0)
      ->mutable_name_parts()
      ->RemoveLast();
  request.mutable_form()->mutable_person()->set_no_known_relatives(false);
  const auto refused = RequestDocument(request, setting.As(kRequesting));
  EXPECT_EQ(Refusal(refused.status()), "FORM_INCOMPLETE");
  EXPECT_EQ(refusal::MetadataOf(refused.status()).at("requirements"),
            "name_parts,relatives");
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("name_parts: at least 4 name parts; 3 given — "
                        "Netherlands practice with the Egyptian embassy"));
}

TEST(RequestDocumentTest, AnAbsentRuleSetIsNoneAndThePracticeHolds) {
  Setting setting("EGY");
  const auto decided = RequestDocument(Document(), setting.As(kRequesting));
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto terms = PartOf<v1::OpeningTerms>(*decided);
  EXPECT_EQ(terms.rule_set().id(), "netherlands-egypt-practice");
  EXPECT_EQ(terms.post(), kEmbassy);
  EXPECT_THAT(terms.participants(), SizeIs(2));
  EXPECT_EQ(terms.participants(1).role(), v1::ROLE_CONSULATE);
}

TEST(RequestDocumentTest, APlaceOfBirthAbroadIsLeftBlank) {
  Setting setting("EGY");
  v1::RequestDocumentRequest request = Document();
  v1::Place& place =
      *request.mutable_form()->mutable_person()->mutable_place_of_birth();
  place.set_state("LBY");
  EXPECT_EQ(Refusal(RequestDocument(request, setting.As(kRequesting)).status()),
            "FORM_INCOMPLETE");
  place.clear_locality();
  EXPECT_TRUE(RequestDocument(request, setting.As(kRequesting)).ok());
}

TEST(RequestDocumentTest, AConsulateOpensForWhoAsksAndDeclaresNothing) {
  Setting setting("EGY");
  v1::RequestDocumentRequest request = Document();
  request.clear_declaration();
  EXPECT_THAT(Fields(RequestDocument(request, setting.As(kConsulate)).status()),
              ElementsAre("requesting_agency"));
  request.set_requesting_agency(kRequesting);
  request.set_requested_agency(kRequested);
  const auto decided = RequestDocument(request, setting.As(kConsulate));
  ASSERT_TRUE(decided.ok()) << decided.status();
  EXPECT_THAT(decided->events, SizeIs(1));
  EXPECT_THAT(decided->domains, ElementsAre("north.example", "south.example"));
  const auto terms = PartOf<v1::OpeningTerms>(*decided);
  ASSERT_THAT(terms.participants(), SizeIs(3));
  EXPECT_EQ(terms.participants(0).agency(), kRequesting);
  EXPECT_EQ(terms.participants(2).agency(), kConsulate);
}

TEST(RequestDocumentTest, OnlyAConsulateNamesAnotherWhoAsks) {
  Setting setting("EGY");
  v1::RequestDocumentRequest request = Document();
  request.set_requesting_agency("north.example/agencies/police");
  request.clear_consulate_agency();
  EXPECT_THAT(
      Fields(RequestDocument(request, setting.As(kRequesting)).status()),
      ElementsAre("requesting_agency", "consulate_agency"));
}

TEST(RequestDocumentTest, APostOfAnotherConsulateOrDistrictIsNone) {
  Setting setting("EGY");
  setting.directory.posts[kEmbassy].add_serves("north.example/agencies/other");
  EXPECT_EQ(
      Refusal(RequestDocument(Document(), setting.As(kRequesting)).status()),
      "AGENCY_UNKNOWN");
  setting.directory.posts[kEmbassy].clear_serves();
  setting.directory.posts[kEmbassy].set_agency(kRequested);
  EXPECT_THAT(
      Fields(RequestDocument(Document(), setting.As(kRequesting)).status()),
      ElementsAre("post"));
}

}  // namespace
}  // namespace sijill::readmission
