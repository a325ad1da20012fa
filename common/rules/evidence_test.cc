// SPDX-License-Identifier: Apache-2.0
#include "common/rules/evidence.h"

#include <algorithm>
#include <vector>

#include "common/rules/test_files.h"
#include "gtest/gtest.h"

namespace sijill::rules {
namespace {

using absl::CivilDay;

constexpr Subject kNational = Subject::kOwnNational;
constexpr Subject kThird = Subject::kThirdCountryNational;

struct Row {
  const char* why;
  MeansOfEvidence means;
  Grade grade;
  const char* article;
};

const std::set<Feature> kPhoto = {Feature::kPhoto};
const std::set<Feature> kIssued = {Feature::kIssuedByRequested};
const std::set<Feature> kNamed = {Feature::kNamesPerson};
const CivilDay kToday(2026, 11, 22);

const Row kRows[] = {
    {"valid passport",
     {"passport", kNational, kPhoto, false, kToday + 1},
     Grade::kProof,
     "5(1)"},
    {"expired passport",
     {"passport", kNational, kPhoto, false, kToday - 9000},
     Grade::kProof,
     "5(1)"},
    {"passport, validity unknown",
     {"passport", kNational, kPhoto},
     Grade::kProof,
     "5(1)"},
    {"passport without photo", {"passport", kNational}, Grade::kOther, "5(3)"},
    {"copy of a passport",
     {"passport", kNational, kPhoto, true},
     Grade::kPrimaFacie,
     "5(2)"},
    {"laissez-passer",
     {"laissez_passer", kNational, kPhoto},
     Grade::kProof,
     "5(1)"},
    {"identity card",
     {"national_identity_card", kNational},
     Grade::kProof,
     "5(1)"},
    {"military card with photo",
     {"military_identity_card", kNational, kPhoto},
     Grade::kProof,
     "5(1)"},
    {"military card without",
     {"military_identity_card", kNational},
     Grade::kOther,
     "5(3)"},
    {"seafarer's card",
     {"seafarer_identity_card", kNational},
     Grade::kProof,
     "5(1)"},
    {"other document that states the nationality",
     {"other_official_document",
      kNational,
      {Feature::kPhoto, Feature::kStatesNationality,
       Feature::kIssuedByRequested}},
     Grade::kProof,
     "5(1)"},
    {"other document that does not",
     {"other_official_document", kNational, kPhoto},
     Grade::kOther,
     "5(3)"},
    {"fingerprints", {"biometric_data", kNational}, Grade::kPrimaFacie, "5(2)"},
    {"driving licence, a copy",
     {"driving_licence", kNational, {}, true},
     Grade::kPrimaFacie,
     "5(2)"},
    {"registration",
     {"consular_registration", kNational},
     Grade::kPrimaFacie,
     "5(2)"},
    {"company pass", {"company_pass", kNational}, Grade::kPrimaFacie, "5(2)"},
    {"witness", {"witness_statement", kNational}, Grade::kPrimaFacie, "5(2)"},
    {"own statement", {"own_statement", kNational}, Grade::kPrimaFacie, "5(2)"},
    {"something else", {"letter", kNational}, Grade::kOther, "5(3)"},
    {"a permit of a third-country national",
     {"residence_permit", kThird, kIssued, false, kToday},
     Grade::kProof,
     "6(1)"},
    {"expired two years ago to the day",
     {"residence_permit", kThird, kIssued, false, CivilDay(2024, 11, 22)},
     Grade::kProof,
     "6(1)"},
    {"expired two years and a day ago",
     {"residence_permit", kThird, kIssued, false, CivilDay(2024, 11, 21)},
     Grade::kPrimaFacie,
     "6(2)"},
    {"a copy of a permit",
     {"residence_permit", kThird, kIssued, true, kToday},
     Grade::kProof,
     "6(1)"},
    {"a permit whose validity is unknown",
     {"residence_permit", kThird, kIssued},
     Grade::kOther,
     nullptr},
    {"a visa expired long ago",
     {"visa", kThird, kIssued, false, kToday - 2000},
     Grade::kOther,
     nullptr},
    {"a permit of another State",
     {"residence_permit", kThird, {}, false, kToday},
     Grade::kOther,
     nullptr},
    {"entry stamp", {"entry_exit_stamp", kThird}, Grade::kProof, "6(1)"},
    {"registration there",
     {"civil_registration", kThird, kIssued},
     Grade::kProof,
     "6(1)"},
    {"a copy of it, which art. 6(1) does not name",
     {"civil_registration", kThird, kIssued, true},
     Grade::kOther,
     nullptr},
    {"hotel bill in the person's name",
     {"hotel_bill", kThird, kNamed},
     Grade::kPrimaFacie,
     "6(2)"},
    {"companion", {"companion_statement", kThird}, Grade::kPrimaFacie, "6(2)"},
    {"a passport proves no residence",
     {"passport", kThird, kPhoto},
     Grade::kOther,
     nullptr},
};

TEST(EvidenceTest, BeneluxKazakhstanGradesAsItsArticlesSay) {
  const RuleSet rules = Kazakhstan();
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.why);
    const Grading grading = GradeOf(rules.evidence, row.means, kToday);
    EXPECT_EQ(grading.grade, row.grade) << ToText(grading.grade);
    ASSERT_EQ(grading.origin.has_value(), row.article != nullptr);
    if (row.article != nullptr) {
      EXPECT_EQ(grading.origin->article, row.article);
    }
  }
}

TEST(EvidenceTest, WithoutRuleSetEverythingIsOther) {
  for (const Row& row : kRows) {
    const Grading grading = GradeOf({}, row.means, kToday);
    EXPECT_EQ(grading.grade, Grade::kOther);
    EXPECT_FALSE(grading.origin.has_value());
  }
}

TEST(EvidenceTest, TheBestGradeWinsAndOfEqualOnesTheFirstById) {
  const auto rule = [](const char* id, Grade grade) {
    return EvidenceRule{
        .id = id, .grade = grade, .types = {"passport"}, .origin = {}};
  };
  std::vector<EvidenceRule> rules = {
      rule("d", Grade::kOther), rule("c", Grade::kProof),
      rule("b", Grade::kProof), rule("a", Grade::kPrimaFacie)};
  do {
    const Grading grading = GradeOf(rules, {.type = "passport"}, kToday);
    EXPECT_EQ(grading.grade, Grade::kProof);
    EXPECT_EQ(grading.rule, "b");
  } while (std::ranges::next_permutation(rules, {}, &EvidenceRule::id).found);
}

}  // namespace
}  // namespace sijill::rules
