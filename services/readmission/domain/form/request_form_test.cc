// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/form/request_form.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/readmission/testing/setting.h"

namespace sijill::readmission::form {
namespace {

using testing::CompleteForm;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::CivilDay kToday(2026, 11, 22);

std::vector<std::string> Fields(const Problems& problems) {
  std::vector<std::string> fields;
  for (const auto& one : refusal::FieldViolationsOf(problems.status())) {
    fields.push_back(one.field);
  }
  return fields;
}

std::vector<std::string> ProblemsOf(const v1::RequestForm& form,
                                    Reading reading = {.replying_state = "KAZ",
                                                       .today = kToday}) {
  Problems problems;
  CheckForm(form, reading, problems);
  return Fields(problems);
}

// The complete form after a change.
v1::RequestForm Changed(const std::function<void(v1::RequestForm&)>& change) {
  v1::RequestForm form = CompleteForm();
  change(form);
  return form;
}

TEST(RequestFormTest, ArabicNamesAndAYearOfBirthAreGoodInput) {
  EXPECT_THAT(ProblemsOf(CompleteForm()), IsEmpty());
  EXPECT_THAT(
      ProblemsOf(Changed([](auto& form) {
        for (auto& part :
             *form.mutable_person()->mutable_names(0)->mutable_name_parts()) {
          part.clear_latin();
        }
        form.mutable_person()->mutable_date_of_birth()->set_month(2);
      })),
      IsEmpty());
}

TEST(RequestFormTest, EverythingThatIsWrongIsNamedAtOnce) {
  v1::RequestForm form;
  v1::PersonForm& person = *form.mutable_person();
  person.add_names()->set_use(v1::NAME_USE_ALIAS);
  person.mutable_date_of_birth()->set_month(4);
  person.add_nationalities("kaz");
  person.set_last_address(std::string(501, 'x'));
  person.set_physical_description(std::string(501, 'x'));
  form.add_means_of_evidence();
  form.set_language("eng");
  EXPECT_THAT(
      ProblemsOf(form),
      ElementsAre("form.person.names", "form.person.names[0].name_parts",
                  "form.person.date_of_birth", "form.person.nationalities[0]",
                  "form.person.last_address",
                  "form.person.physical_description", "form.claim",
                  "form.means_of_evidence[0].kind",
                  "form.means_of_evidence[0].form", "form.language"));
}

TEST(RequestFormTest, AnEmptyFormLacksPersonAndClaim) {
  EXPECT_THAT(ProblemsOf({}), ElementsAre("form.person", "form.claim"));
}

TEST(RequestFormTest, NationalityAndClaimMayNotContradictEachOther) {
  const std::string field = "form.person.nationalities";
  EXPECT_THAT(ProblemsOf(Changed([](auto& form) {
                form.mutable_person()->set_nationalities(0, "EGY");
              })),
              ElementsAre(field));
  const auto third_country = [](const std::string& nationality) {
    return Changed([&](auto& form) {
      form.mutable_person()->set_nationalities(0, nationality);
      auto& day = *form.mutable_third_country_national()
                       ->mutable_unlawful_stay_established_on();
      day.set_year(2026);
      day.set_month(5);
      day.set_day(2);
    });
  };
  EXPECT_THAT(ProblemsOf(third_country("KAZ")), ElementsAre(field));
  EXPECT_THAT(ProblemsOf(third_country("XXA")), IsEmpty());
}

TEST(RequestFormTest, GermanysTwoCodesAreOneState) {
  EXPECT_THAT(ProblemsOf(Changed([](auto& form) {
                           form.mutable_person()->set_nationalities(0, "D");
                         }),
                         {.replying_state = "DEU", .today = kToday}),
              IsEmpty());
}

TEST(RequestFormTest, ADocumentIsAskedForAnOwnNationalOnly) {
  EXPECT_THAT(ProblemsOf(Changed([](auto& form) {
                           form.mutable_third_country_national();
                           form.mutable_person()->set_nationalities(0, "EGY");
                         }),
                         {.replying_state = "KAZ",
                          .today = kToday,
                          .own_national_only = true}),
              Contains("form.third_country_national"));
}

TEST(RequestFormTest, AThirdCountryNationalNeedsTheDayOfTheFinding) {
  EXPECT_THAT(
      ProblemsOf(Changed([](auto& form) {
        form.mutable_person()->set_nationalities(0, "EGY");
        form.mutable_third_country_national()
            ->mutable_unlawful_stay_established_on();
      })),
      ElementsAre("form.third_country_national.unlawful_stay_established_on"));
}

TEST(RequestFormTest, WhatThisNodeDoesNotKnowDoesNotLeaveIt) {
  v1::RequestForm form = CompleteForm();
  form.mutable_person()
      ->GetReflection()
      ->MutableUnknownFields(form.mutable_person())
      ->AddVarint(999, 1);
  EXPECT_THAT(ProblemsOf(form), ElementsAre("form"));
  EXPECT_THAT(ProblemsOf(Changed([](auto& other) {
                other.mutable_person()->set_sex(static_cast<v1::Sex>(99));
              })),
              ElementsAre("form"));
}

TEST(RequestFormTest, TextsAreReadAsCharactersAndBounded) {
  const auto observed = [](const std::string& text) {
    return ProblemsOf(
        Changed([&](auto& form) { form.set_observations(text); }));
  };
  std::string long_arabic;
  for (int i = 0; i < 2000; ++i) long_arabic += "م";
  EXPECT_THAT(observed(long_arabic), IsEmpty());
  EXPECT_THAT(observed(long_arabic + "م"), ElementsAre("form.observations"));
  EXPECT_THAT(observed("two\nlines"), IsEmpty());
  EXPECT_THAT(observed("a bell\a"), ElementsAre("form.observations"));
  // U+202E turns the direction of what follows.
  EXPECT_THAT(observed("abc\u202Edef"), ElementsAre("form.observations"));
  EXPECT_THAT(observed("\xff"), ElementsAre("form.observations"));
}

TEST(RequestFormTest, LatinLettersAreLatinAndScriptsAreNamed) {
  const std::string part = "form.person.names[0].name_parts[0]";
  EXPECT_THAT(
      ProblemsOf(Changed([](auto& form) {
        auto& name = *form.mutable_person()->mutable_names(0);
        name.mutable_name_parts(0)->set_latin("أمل");
        name.mutable_name_parts(1)->set_script("arabic");
        name.mutable_name_parts(2)->clear_script();
        name.mutable_name_parts(3)->set_latin("O’Đỗ-Þór");
      })),
      ElementsAre(part + ".latin", "form.person.names[0].name_parts[1].script",
                  "form.person.names[0].name_parts[2].script"));
}

TEST(RequestFormTest, DatesExistAndWhatIsPastIsPast) {
  const auto born = [](int year, int month, int day) {
    return ProblemsOf(Changed([&](auto& form) {
      auto& date = *form.mutable_person()->mutable_date_of_birth();
      date.set_year(year);
      date.set_month(month);
      date.set_day(day);
    }));
  };
  EXPECT_THAT(born(2000, 2, 29), IsEmpty());
  EXPECT_THAT(born(2026, 11, 22), IsEmpty());
  EXPECT_THAT(born(2026, 0, 0), IsEmpty());
  for (const auto& [year, month, day] :
       {std::tuple(1999, 2, 29), std::tuple(2026, 11, 23),
        std::tuple(1990, 13, 1), std::tuple(1990, 0, 5), std::tuple(0, 5, 5),
        std::tuple(-1, 0, 0), std::tuple(1849, 1, 1)}) {
    EXPECT_THAT(born(year, month, day),
                ElementsAre("form.person.date_of_birth"))
        << year << " " << month << " " << day;
  }
}

TEST(RequestFormTest, AnUnmarriedPersonHasNoSpouseAndTheRelativelessNone) {
  EXPECT_THAT(ProblemsOf(Changed([](auto& form) {
                v1::PersonForm& person = *form.mutable_person();
                person.set_civil_status(v1::CIVIL_STATUS_SINGLE);
                *person.mutable_spouse() = person.names(0);
                *person.add_relatives()->mutable_relative_name() =
                    person.names(0);
              })),
              ElementsAre("form.person.spouse", "form.person.relatives"));
}

TEST(RequestFormTest, OtherEvidenceSaysWhatItIsAndDaysGoForward) {
  EXPECT_THAT(ProblemsOf(Changed([](auto& form) {
                v1::EvidenceItem& item = *form.mutable_means_of_evidence(0);
                item.set_kind(v1::EVIDENCE_KIND_OTHER);
                item.set_issuing_state("KZ");
                item.mutable_issued_on()->set_year(2025);
                item.mutable_expires_on()->set_year(2020);
                item.mutable_expires_on()->set_month(1);
                item.mutable_expires_on()->set_day(1);
              })),
              ElementsAre("form.means_of_evidence[0].issuing_state",
                          "form.means_of_evidence[0].expires_on",
                          "form.means_of_evidence[0].description"));
}

TEST(RequestFormTest, ChildrenAndNeedsAreLookedAtAsWell) {
  v1::ChildrenForm children;
  children.add_minor_children()->mutable_date_of_birth()->set_year(2100);
  v1::MedicalNeeds needs;
  needs.set_medical_needs(std::string(2001, 'x'));
  Problems problems;
  CheckChildren(children, {.today = kToday}, problems);
  CheckMedicalNeeds(needs, problems);
  EXPECT_THAT(Fields(problems),
              ElementsAre("children.minor_children[0].child_name.name_parts",
                          "children.minor_children[0].date_of_birth",
                          "medical_needs.medical_needs"));
}

TEST(RequestFormTest, ManyProblemsFitIntoOneAnswerAndNoneSaysAValue) {
  const v1::RequestForm form = Changed([](auto& other) {
    for (int i = 0; i < 48; ++i) {
      other.add_means_of_evidence()->set_document_number(
          base::StrCat("SECRET", std::string(80, '7')));
    }
  });
  Problems problems;
  CheckForm(form, {.replying_state = "KAZ", .today = kToday}, problems);
  EXPECT_THAT(Fields(problems), SizeIs(26));
  EXPECT_EQ(problems.status().ToString().find("SECRET"), std::string::npos);
}

// Whatever bytes come, a check ends and says the same twice.
TEST(RequestFormTest, MutatedTextsNeverCrash) {
  constexpr uint32_t kSeed = 20261122;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  std::string text = "Amal أمل O’Đỗ\u202E 😀";
  for (int i = 0; i < 5000; ++i) {
    text[random() % text.size()] = static_cast<char>(random());
    if (i % 50 == 0) text = "Amal أمل O’Đỗ\u202E 😀";
    Problems once;
    Problems again;
    CheckText(text, {.most = 10, .required = true, .latin = true}, "f", once);
    CheckText(text, {.most = 10, .required = true, .latin = true}, "f", again);
    EXPECT_EQ(once.status(), again.status());
    google::type::Date date;
    date.set_year(static_cast<int32_t>(random()));
    date.set_month(static_cast<int32_t>(random() % 20));
    date.set_day(static_cast<int32_t>(random() % 40));
    CheckDate(date, DateShape::kPartial, "f", once);
  }
}

}  // namespace
}  // namespace sijill::readmission::form
