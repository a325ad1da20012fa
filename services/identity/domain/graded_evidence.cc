// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/graded_evidence.h"

#include <optional>
#include <set>
#include <string>

namespace sijill::identity {
namespace {

using rules::Feature;

// What a kind of evidence is called in rule files (deploy/rules), and what it
// shows whoever bears it.
struct KindOfEvidence {
  v1::EvidenceKind kind;
  std::string_view type;
  bool photo = false;
  bool names_person = true;
  bool states_nationality = false;
};

constexpr KindOfEvidence kKinds[] = {
    {v1::EVIDENCE_KIND_PASSPORT, "passport", true, true, true},
    {v1::EVIDENCE_KIND_TRAVEL_DOCUMENT, "laissez_passer", true},
    {v1::EVIDENCE_KIND_IDENTITY_CARD, "national_identity_card", true, true,
     true},
    {v1::EVIDENCE_KIND_MILITARY_IDENTITY, "military_identity_card", true},
    // A book is no identity card: agreements list both, with other grades.
    {v1::EVIDENCE_KIND_SEAMANS_BOOK, "seafarer_book", true},
    {v1::EVIDENCE_KIND_OFFICIAL_PHOTO_DOCUMENT, "other_official_document",
     true},
    {v1::EVIDENCE_KIND_CITIZENSHIP_CERTIFICATE, "nationality_certificate",
     false, true, true},
    {v1::EVIDENCE_KIND_BIRTH_CERTIFICATE, "birth_certificate"},
    {v1::EVIDENCE_KIND_CIVIL_REGISTER, "civil_registration"},
    {v1::EVIDENCE_KIND_CONSULAR_REGISTRATION, "consular_registration"},
    {v1::EVIDENCE_KIND_DRIVING_LICENCE, "driving_licence", true},
    {v1::EVIDENCE_KIND_COMPANY_PASS, "company_pass"},
    {v1::EVIDENCE_KIND_FINGERPRINTS, "biometric_data", false, false},
    {v1::EVIDENCE_KIND_PHOTOGRAPH, "photograph", true, false},
    {v1::EVIDENCE_KIND_WITNESS_STATEMENT, "witness_statement"},
    {v1::EVIDENCE_KIND_OWN_STATEMENT, "own_statement"},
    {v1::EVIDENCE_KIND_LANGUAGE, "language", false, false},
    {v1::EVIDENCE_KIND_OTHER, "other", false, false},
};

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) {
    return std::nullopt;
  }
  return absl::CivilDay(date.year(), date.month(), date.day());
}

v1::EvidenceGrade GradeOf(rules::Grade grade) {
  switch (grade) {
    case rules::Grade::kProof:
      return v1::EVIDENCE_GRADE_PROOF;
    case rules::Grade::kPrimaFacie:
      return v1::EVIDENCE_GRADE_PRIMA_FACIE;
    case rules::Grade::kOther:
      break;
  }
  return v1::EVIDENCE_GRADE_OTHER;
}

}  // namespace

rules::MeansOfEvidence MeansOf(const v1::EvidenceItem& evidence,
                               rules::Subject subject,
                               std::string_view requested_state) {
  rules::MeansOfEvidence means = {
      .type = "other",
      .subject = subject,
      .is_copy = evidence.form() != v1::EVIDENCE_FORM_ORIGINAL,
      .valid_until = DayOf(evidence.expires_on())};
  for (const KindOfEvidence& kind : kKinds) {
    if (kind.kind != evidence.kind()) continue;
    means.type = kind.type;
    if (kind.photo) means.features.insert(Feature::kPhoto);
    if (kind.names_person) means.features.insert(Feature::kNamesPerson);
    if (kind.states_nationality) {
      means.features.insert(Feature::kStatesNationality);
    }
  }
  if (!requested_state.empty() &&
      std::string_view(evidence.issuing_state()) == requested_state) {
    means.features.insert(Feature::kIssuedByRequested);
  }
  return means;
}

v1::EvidenceGrading GradingOf(const rules::MeansOfEvidence& means,
                              const rules::Rules& rules, absl::CivilDay on) {
  const rules::Grading graded = rules::GradeOf(rules.evidence(), means, on);
  v1::EvidenceGrading grading;
  if (graded.rule.empty()) return grading;
  grading.set_grade(GradeOf(graded.grade));
  grading.set_rule(graded.rule);
  return grading;
}

}  // namespace sijill::identity
