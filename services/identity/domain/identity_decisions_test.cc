// SPDX-License-Identifier: Apache-2.0
// Evidence, the consulate's finding and the requested State's word.
#include "common/casestate/testing/history_builder.h"
#include "common/refusal/refusal.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/identity/domain/add_evidence.h"
#include "services/identity/domain/nationality.h"
#include "services/identity/domain/record_identity_finding.h"
#include "sijill/v1/events.pb.h"

namespace sijill::identity {
namespace {

namespace history = casestate::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A readmission between the Netherlands and Kazakhstan.
class IdentityTest : public ::testing::Test {
 protected:
  IdentityTest() {
    Register(history::kRequesting, "NLD", "Europe/Amsterdam");
    Register(history::kRequested, "KAZ", "Asia/Almaty");
    Register(history::kConsulate, "KAZ", "Asia/Almaty");
    book_.Add(rules::Kazakhstan());
    book_.Add(*rules::ParseCalendar(
        rules::ShippedBytes("calendars/kaz-working-week.json")));
  }

  void Open(bool under_agreement, bool third_country = false) {
    std::vector<rules::RuleSet> layers;
    if (under_agreement) layers.push_back(rules::Kazakhstan());
    v1::OpeningTerms terms = history::ReadmissionTerms();
    *terms.mutable_rule_set() = decision::ReferenceOf(*rules::Rules::Resolve(
        layers, {.requesting = "NLD", .requested = "KAZ"}));
    v1::RequestForm form = history::Form();
    if (third_country) form.mutable_third_country_national();
    history_.Deliver(history_.Write(history::kRequesting,
                                    v1::EVENT_KIND_READMISSION_REQUESTED,
                                    {&terms, &form}));
  }

  decision::Context As(std::string_view agency,
                       std::string_view officer = "officer-7") {
    actor_ = {.agency = *base::AgencyName::Parse(agency),
              .officer = std::string(officer)};
    return {.now = absl::FromUnixSeconds(1'700'100'000),
            .exchange = "training.example",
            .actor = actor_,
            .directory = directory_,
            .book = book_};
  }

  absl::StatusOr<decision::Decision> Add(
      const v1::AddEvidenceRequest& request) {
    return AddEvidence(history_.Fold(), request, As(history::kRequesting));
  }
  v1::EvidenceGrading GradingOf(const v1::AddEvidenceRequest& request) {
    const auto decided = Add(request);
    EXPECT_TRUE(decided.ok()) << decided.status();
    v1::EvidenceAdded added;
    if (decided.ok()) added.ParseFromString(decided->events[0].parts[0]);
    return added.grading();
  }
  absl::StatusOr<decision::Decision> Find(
      const v1::RecordIdentityFindingRequest& request) {
    return RecordIdentityFinding(history_.Fold(), request,
                                 As(history::kConsulate));
  }
  // Takes what was decided into the history.
  void Write(const char* author,
             const absl::StatusOr<decision::Decision>& decided) {
    ASSERT_TRUE(decided.ok()) << decided.status();
    history_.Write(author, decided->events[0].kind);
    auto& parts = history_.events().back().parts;
    for (size_t i = 0; i < parts.size(); ++i) {
      parts[i] = decided->events[0].parts[i];
    }
  }

  casestate::testing::HistoryBuilder history_;
  decision::Directory directory_;
  decision::RuleBook book_;

 private:
  void Register(const char* name, const char* state, const char* zone) {
    v1::Agency& agency = directory_.agencies[name];
    agency.set_state(state);
    agency.set_time_zone(zone);
  }
  decision::Actor actor_{.agency =
                             *base::AgencyName::Parse(history::kConsulate)};
};

v1::AddEvidenceRequest Evidence(v1::EvidenceKind kind, v1::EvidenceForm form) {
  v1::AddEvidenceRequest request;
  request.mutable_evidence()->set_kind(kind);
  request.mutable_evidence()->set_form(form);
  return request;
}

std::string ReasonOf(const absl::Status& status) {
  return refusal::ReasonOf(status).value_or("");
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : refusal::FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST_F(IdentityTest, EvidenceIsGradedByTheAgreementOfTheCase) {
  Open(true);
  const auto grade = [&](v1::EvidenceKind kind, v1::EvidenceForm form) {
    const auto grading = GradingOf(Evidence(kind, form));
    return std::pair(grading.grade(), grading.rule());
  };
  EXPECT_EQ(grade(v1::EVIDENCE_KIND_PASSPORT, v1::EVIDENCE_FORM_ORIGINAL),
            std::pair(v1::EVIDENCE_GRADE_PROOF,
                      std::string("national.travel_document")));
  EXPECT_EQ(
      grade(v1::EVIDENCE_KIND_PASSPORT, v1::EVIDENCE_FORM_CERTIFIED_COPY),
      std::pair(v1::EVIDENCE_GRADE_PRIMA_FACIE, std::string("national.copy")));
  EXPECT_EQ(
      grade(v1::EVIDENCE_KIND_MILITARY_IDENTITY, v1::EVIDENCE_FORM_ORIGINAL),
      std::pair(v1::EVIDENCE_GRADE_PROOF,
                std::string("national.military_identity_card")));
  EXPECT_EQ(
      grade(v1::EVIDENCE_KIND_SEAMANS_IDENTITY, v1::EVIDENCE_FORM_ORIGINAL),
      std::pair(v1::EVIDENCE_GRADE_PROOF,
                std::string("national.seafarer_identity_card")));
  EXPECT_EQ(
      grade(v1::EVIDENCE_KIND_SEAMANS_BOOK, v1::EVIDENCE_FORM_ORIGINAL),
      std::pair(v1::EVIDENCE_GRADE_PRIMA_FACIE, std::string("national.data")));
  EXPECT_EQ(
      grade(v1::EVIDENCE_KIND_FINGERPRINTS, v1::EVIDENCE_FORM_DATA),
      std::pair(v1::EVIDENCE_GRADE_PRIMA_FACIE, std::string("national.data")));
  EXPECT_EQ(grade(v1::EVIDENCE_KIND_LANGUAGE, v1::EVIDENCE_FORM_DATA).first,
            v1::EVIDENCE_GRADE_OTHER);
}

TEST_F(IdentityTest, EvidenceOfAThirdCountryNationalIsNotANationals) {
  Open(true, true);
  EXPECT_NE(GradingOf(Evidence(v1::EVIDENCE_KIND_PASSPORT,
                               v1::EVIDENCE_FORM_ORIGINAL))
                .rule(),
            "national.travel_document");
}

TEST_F(IdentityTest, WithoutAnAgreementNothingIsGraded) {
  Open(false);
  const auto grading = GradingOf(
      Evidence(v1::EVIDENCE_KIND_PASSPORT, v1::EVIDENCE_FORM_ORIGINAL));
  EXPECT_EQ(grading.grade(), v1::EVIDENCE_GRADE_UNSPECIFIED);
  EXPECT_THAT(grading.rule(), IsEmpty());
}

TEST_F(IdentityTest, EveryProblemOfEvidenceIsNamedAtOnce) {
  Open(true);
  v1::AddEvidenceRequest request =
      Evidence(v1::EVIDENCE_KIND_OTHER, v1::EVIDENCE_FORM_UNSPECIFIED);
  v1::EvidenceItem& evidence = *request.mutable_evidence();
  evidence.set_issuing_state("QQQ");
  evidence.set_document_number(std::string(101, '1'));
  evidence.mutable_issued_on()->set_year(2023);
  evidence.mutable_issued_on()->set_day(3);
  evidence.mutable_expires_on()->set_year(2023);
  evidence.mutable_expires_on()->set_month(2);
  evidence.mutable_expires_on()->set_day(29);
  request.mutable_copy()->set_media_type("image/gif");
  request.set_note(std::string(2001, 'n'));
  EXPECT_THAT(FieldsOf(Add(request).status()),
              ElementsAre("evidence.form", "evidence.document_number",
                          "evidence.issuing_state", "evidence.issued_on",
                          "evidence.expires_on", "evidence.description",
                          "copy.media_type", "note"));
}

TEST_F(IdentityTest, AWordThatThisNodeDoesNotKnowIsNotPassedOn) {
  Open(true);
  v1::AddEvidenceRequest request =
      Evidence(static_cast<v1::EvidenceKind>(99), v1::EVIDENCE_FORM_ORIGINAL);
  EXPECT_THAT(FieldsOf(Add(request).status()), ElementsAre("evidence"));
  v1::RecordIdentityFindingRequest finding;
  finding.set_result(static_cast<v1::FindingResult>(99));
  EXPECT_THAT(FieldsOf(Find(finding).status()), ElementsAre("result"));
}

TEST_F(IdentityTest, ACopyIsOfItsTypeAndOfBoundedSize) {
  Open(true);
  v1::AddEvidenceRequest request =
      Evidence(v1::EVIDENCE_KIND_PASSPORT, v1::EVIDENCE_FORM_COPY);
  v1::EvidenceCopy& copy = *request.mutable_copy();
  copy.set_media_type("application/pdf");
  copy.set_content("%PDF-1.7\n");
  const auto decided = Add(request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  v1::EvidenceCopy sent;
  ASSERT_TRUE(sent.ParseFromString(decided->events[0].parts[1]));
  EXPECT_EQ(sent.content(), "%PDF-1.7\n");

  copy.set_content("MZ");
  EXPECT_THAT(FieldsOf(Add(request).status()), ElementsAre("copy.content"));
  copy.set_content("");
  EXPECT_THAT(FieldsOf(Add(request).status()), ElementsAre("copy.content"));
  copy.set_content("%PDF-" + std::string(4'000'000 - 5, 'x'));
  EXPECT_TRUE(Add(request).ok());
  copy.set_content("%PDF-" + std::string(4'000'000 - 4, 'x'));
  EXPECT_THAT(FieldsOf(Add(request).status()), ElementsAre("copy.content"));
}

TEST_F(IdentityTest, EvidenceIsAddedByWhoAsksAndNotUnderAHold) {
  Open(true);
  const auto request =
      Evidence(v1::EVIDENCE_KIND_PASSPORT, v1::EVIDENCE_FORM_ORIGINAL);
  const auto reason = [&](const casestate::CaseState& state, const char* agency,
                          const char* officer) {
    return ReasonOf(AddEvidence(state, request, As(agency, officer)).status());
  };
  casestate::CaseState state = history_.Fold();
  EXPECT_EQ(reason(state, history::kConsulate, "o"), "ROLE_MISSING");
  EXPECT_EQ(reason(state, history::kRequesting, ""), "OFFICER_REQUIRED");
  state.own.set_hold_in_force(true);
  EXPECT_EQ(reason(state, history::kRequesting, "o"), "HOLD_IN_FORCE");
  history_.Write(history::kRequesting, v1::EVENT_KIND_WITHDRAWN);
  EXPECT_EQ(reason(history_.Fold(), history::kRequesting, "o"), "CASE_ENDED");
}

TEST_F(IdentityTest, AFindingStatesItsReasonsUnlessThePersonIsRecognised) {
  Open(true);
  v1::RecordIdentityFindingRequest request;
  for (const auto result : {v1::FINDING_RESULT_NOT_RECOGNISED,
                            v1::FINDING_RESULT_INSUFFICIENT_INFORMATION,
                            v1::FINDING_RESULT_NO_REPLY}) {
    request.set_result(result);
    request.set_reasons("\t ");
    EXPECT_EQ(ReasonOf(Find(request).status()), "REASONS_REQUIRED");
    request.set_reasons("No such entry.");
    EXPECT_TRUE(Find(request).ok());
  }
  request.set_result(v1::FINDING_RESULT_RECOGNISED);
  request.clear_reasons();
  EXPECT_TRUE(Find(request).ok());
  request.clear_result();
  EXPECT_THAT(FieldsOf(Find(request).status()), ElementsAre("result"));
}

TEST_F(IdentityTest, OnlyARecognisedPersonHasAnEstablishedIdentity) {
  Open(true);
  v1::RecordIdentityFindingRequest request;
  request.set_result(v1::FINDING_RESULT_RECOGNISED);
  *request.mutable_established_person() = history::Form().person();
  const auto decided = Find(request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  v1::IdentityFinding finding;
  ASSERT_TRUE(finding.ParseFromString(decided->events[0].parts[0]));
  EXPECT_TRUE(finding.has_established_person());

  request.set_result(v1::FINDING_RESULT_NOT_RECOGNISED);
  request.set_reasons("No such entry.");
  EXPECT_THAT(FieldsOf(Find(request).status()),
              ElementsAre("established_person"));
}

TEST_F(IdentityTest, TheEstablishedIdentityIsAWholeForm) {
  Open(true);
  v1::RecordIdentityFindingRequest request;
  request.set_result(v1::FINDING_RESULT_RECOGNISED);
  v1::PersonForm& person = *request.mutable_established_person();
  const auto fields = [&] { return FieldsOf(Find(request).status()); };
  EXPECT_THAT(fields(), ElementsAre("established_person.names"));
  person = history::Form().person();
  person.mutable_names(0)->set_use(v1::NAME_USE_ALIAS);
  EXPECT_THAT(fields(), ElementsAre("established_person.names"));
  person = history::Form().person();
  person.mutable_names(0)->mutable_name_parts(0)->set_latin("");
  person.mutable_names(0)->mutable_name_parts(1)->set_script("Arab");
  person.mutable_date_of_birth()->set_day(4);
  person.add_nationalities("EU");
  EXPECT_THAT(fields(),
              ElementsAre("established_person.names[0].name_parts[0].latin",
                          "established_person.names[0].name_parts[1].script",
                          "established_person.date_of_birth",
                          "established_person.nationalities"));
}

TEST_F(IdentityTest, FindingAndConfirmationAreTwoFactsOfTwoRoles) {
  Open(true);
  const auto state = history_.Fold();
  v1::RecordIdentityFindingRequest finding;
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  EXPECT_EQ(
      ReasonOf(RecordIdentityFinding(state, finding, As(history::kRequested))
                   .status()),
      "ROLE_MISSING");
  EXPECT_EQ(
      ReasonOf(ConfirmNationality(state, {}, As(history::kConsulate)).status()),
      "ROLE_MISSING");
  Write(history::kConsulate, Find(finding));
  EXPECT_TRUE(history_.Fold().shared.has_finding());
  EXPECT_FALSE(history_.Fold().shared.has_nationality());
}

TEST_F(IdentityTest, TheSameWordIsSaidOnceAndTheOppositeMayFollow) {
  Open(true);
  const auto confirm = [&] {
    return ConfirmNationality(history_.Fold(), {}, As(history::kRequested));
  };
  const auto deny = [&](const char* reasons) {
    v1::DenyNationalityRequest request;
    request.set_reasons(reasons);
    return DenyNationality(history_.Fold(), request, As(history::kRequested));
  };
  Write(history::kRequested, confirm());
  EXPECT_EQ(ReasonOf(confirm().status()), "ALREADY_ANSWERED");
  EXPECT_EQ(ReasonOf(deny("").status()), "REASONS_REQUIRED");
  Write(history::kRequested, deny("The register was misread."));
  EXPECT_FALSE(history_.Fold().shared.nationality().confirmed());
  EXPECT_EQ(ReasonOf(deny("again").status()), "ALREADY_ANSWERED");
  Write(history::kRequested, confirm());
}

TEST_F(IdentityTest, UnderAHoldOfTheOwnSideNothingThatOpensIsSaid) {
  Open(true);
  casestate::CaseState state = history_.Fold();
  state.own.set_hold_in_force(true);
  v1::RecordIdentityFindingRequest finding;
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  const auto find = [&] {
    return ReasonOf(
        RecordIdentityFinding(state, finding, As(history::kConsulate))
            .status());
  };
  EXPECT_EQ(find(), "HOLD_IN_FORCE");
  EXPECT_EQ(
      ReasonOf(ConfirmNationality(state, {}, As(history::kRequested)).status()),
      "HOLD_IN_FORCE");
  finding.set_result(v1::FINDING_RESULT_NOT_RECOGNISED);
  finding.set_reasons("No such entry.");
  EXPECT_EQ(find(), "");
  v1::DenyNationalityRequest denial;
  denial.set_reasons("No such entry.");
  EXPECT_TRUE(DenyNationality(state, denial, As(history::kRequested)).ok());
}

TEST_F(IdentityTest, RelativesAndAddressOfTheEstablishedPersonAreLookedAt) {
  Open(true);
  v1::RecordIdentityFindingRequest request;
  request.set_result(v1::FINDING_RESULT_RECOGNISED);
  v1::PersonForm& person = *request.mutable_established_person();
  person = history::Form().person();
  person.add_last_address_parts(v1::ADDRESS_PART_UNSPECIFIED);
  v1::Relative& relative = *person.add_relatives();
  relative.set_address(std::string(501, 'a'));
  relative.set_phone("\x1b[2J");
  person.set_no_known_relatives(true);
  person.set_physical_description(std::string(501, 'd'));
  person.mutable_date_of_birth()->set_year(2023);
  person.mutable_date_of_birth()->set_month(12);
  EXPECT_THAT(FieldsOf(Find(request).status()),
              ElementsAre("established_person.date_of_birth",
                          "established_person.last_address_parts",
                          "established_person.no_known_relatives",
                          "established_person.relatives[0].relative_name."
                          "name_parts",
                          "established_person.relatives[0].address",
                          "established_person.relatives[0].phone",
                          "established_person.physical_description"));
  while (person.relatives_size() <= 20) *person.add_relatives() = relative;
  EXPECT_THAT(FieldsOf(Find(request).status()),
              ::testing::Contains("established_person.relatives"));
}

TEST_F(IdentityTest, FactsThatContradictEachOtherAreBothTaken) {
  Open(true);
  v1::RecordIdentityFindingRequest finding;
  finding.set_result(v1::FINDING_RESULT_NOT_RECOGNISED);
  finding.set_reasons("No such entry.");
  Write(history::kRequested,
        ConfirmNationality(history_.Fold(), {}, As(history::kRequested)));
  Write(history::kConsulate, Find(finding));
  EXPECT_TRUE(history_.Fold().shared.identity_contradicted());
  finding.set_result(v1::FINDING_RESULT_RECOGNISED);
  Write(history::kConsulate, Find(finding));
  EXPECT_FALSE(history_.Fold().shared.identity_contradicted());
}

}  // namespace
}  // namespace sijill::identity
