// SPDX-License-Identifier: Apache-2.0
#include "common/decision/evidence_grading.h"

#include <set>
#include <string>

namespace sijill::decision {
namespace {

using rules::Feature;

// A kind of evidence in the words of rule sets, and what such a thing shows.
struct Means {
  std::string_view type;
  std::set<Feature> features;
};

// A document of which the kind does not say that it states the nationality is
// not taken to.
Means MeansOf(v1::EvidenceKind kind) {
  static const std::set<Feature> kPhoto = {Feature::kPhoto,
                                           Feature::kNamesPerson};
  static const std::set<Feature> kName = {Feature::kNamesPerson};
  static const std::set<Feature> kNational = {
      Feature::kPhoto, Feature::kNamesPerson, Feature::kStatesNationality};
  switch (kind) {
    case v1::EVIDENCE_KIND_PASSPORT:
      return {"passport", kNational};
    case v1::EVIDENCE_KIND_TRAVEL_DOCUMENT:
      return {"laissez_passer", kPhoto};
    case v1::EVIDENCE_KIND_IDENTITY_CARD:
      return {"national_identity_card", kNational};
    case v1::EVIDENCE_KIND_MILITARY_IDENTITY:
      return {"military_identity_card", kPhoto};
    case v1::EVIDENCE_KIND_SEAMANS_IDENTITY:
      return {"seafarer_identity_card", kPhoto};
    case v1::EVIDENCE_KIND_SEAMANS_BOOK:
      return {"seafarer_book", kPhoto};
    case v1::EVIDENCE_KIND_OFFICIAL_PHOTO_DOCUMENT:
      return {"other_official_document", kPhoto};
    case v1::EVIDENCE_KIND_CITIZENSHIP_CERTIFICATE:
      return {"nationality_certificate",
              {Feature::kNamesPerson, Feature::kStatesNationality}};
    case v1::EVIDENCE_KIND_BIRTH_CERTIFICATE:
      return {"birth_certificate", kName};
    case v1::EVIDENCE_KIND_CIVIL_REGISTER:
      return {"civil_registration", kName};
    case v1::EVIDENCE_KIND_CONSULAR_REGISTRATION:
      return {"consular_registration", kName};
    case v1::EVIDENCE_KIND_DRIVING_LICENCE:
      return {"driving_licence", kPhoto};
    case v1::EVIDENCE_KIND_COMPANY_PASS:
      return {"company_pass", kName};
    case v1::EVIDENCE_KIND_FINGERPRINTS:
      return {"biometric_data", {}};
    case v1::EVIDENCE_KIND_PHOTOGRAPH:
      return {"photograph", {Feature::kPhoto}};
    case v1::EVIDENCE_KIND_WITNESS_STATEMENT:
      return {"witness_statement", kName};
    case v1::EVIDENCE_KIND_OWN_STATEMENT:
      return {"own_statement", kName};
    case v1::EVIDENCE_KIND_LANGUAGE:
      return {"language", {}};
    default:
      return {"other", {}};
  }
}

// The same of evidence of entry; its kinds say themselves what is named in it
// and who issued it.
Means MeansOf(v1::EntryEvidenceKind kind) {
  static const std::set<Feature> kIssued = {Feature::kNamesPerson,
                                            Feature::kIssuedByRequested};
  static const std::set<Feature> kName = {Feature::kNamesPerson};
  switch (kind) {
    case v1::ENTRY_EVIDENCE_KIND_VISA:
      return {"visa", kIssued};
    case v1::ENTRY_EVIDENCE_KIND_RESIDENCE_PERMIT:
      return {"residence_permit", kIssued};
    case v1::ENTRY_EVIDENCE_KIND_STAMP:
      return {"entry_exit_stamp", {}};
    case v1::ENTRY_EVIDENCE_KIND_NAMED_DOCUMENT:
      return {"other_official_document", kIssued};
    case v1::ENTRY_EVIDENCE_KIND_CARRIAGE:
      return {"travel_ticket", kName};
    case v1::ENTRY_EVIDENCE_KIND_BILL_OR_PASS:
      return {"access_pass", kName};
    case v1::ENTRY_EVIDENCE_KIND_OFFICIAL_DECLARATION:
      return {"official_statement", {}};
    case v1::ENTRY_EVIDENCE_KIND_WITNESS_STATEMENT:
      return {"witness_statement", {}};
    case v1::ENTRY_EVIDENCE_KIND_OWN_STATEMENT:
      return {"own_statement", {}};
    default:
      return {"other", {}};
  }
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

// Nothing for a date that is not whole: a rule with a bound on expiry does not
// match evidence whose validity is unknown.
std::optional<absl::CivilDay> WholeDay(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) {
    return std::nullopt;
  }
  return absl::CivilDay(date.year(), date.month(), date.day());
}

v1::EvidenceGrading ToGrading(const rules::Grading& graded) {
  v1::EvidenceGrading grading;
  if (!graded.origin) return grading;
  grading.set_grade(GradeOf(graded.grade));
  grading.set_rule(graded.rule);
  return grading;
}

std::string_view IsoCode(std::string_view state) {
  return state == "D" ? std::string_view("DEU") : state;
}

}  // namespace

rules::Subject SubjectOf(const v1::RequestForm& form) {
  return form.has_own_national() ? rules::Subject::kOwnNational
                                 : rules::Subject::kThirdCountryNational;
}

v1::EvidenceGrading GradingOf(const rules::Rules& rules,
                              const v1::EvidenceItem& item,
                              rules::Subject subject,
                              std::string_view replying_state,
                              absl::CivilDay on) {
  Means known = MeansOf(item.kind());
  if (SameState(item.issuing_state(), replying_state)) {
    known.features.insert(Feature::kIssuedByRequested);
  }
  // Data read from a document prove no more than a copy of it.
  const bool copy = item.form() != v1::EVIDENCE_FORM_ORIGINAL;
  return ToGrading(rules::GradeOf(rules.evidence(),
                                  {.type = std::string(known.type),
                                   .subject = subject,
                                   .features = std::move(known.features),
                                   .is_copy = copy,
                                   .valid_until = WholeDay(item.expires_on())},
                                  on));
}

v1::EvidenceGrading EntryGradingOf(const rules::Rules& rules,
                                   const v1::EntryEvidence& item,
                                   absl::CivilDay on) {
  Means known = MeansOf(item.kind());
  return ToGrading(
      rules::GradeOf(rules.evidence(),
                     {.type = std::string(known.type),
                      .subject = rules::Subject::kThirdCountryNational,
                      .features = std::move(known.features),
                      .is_copy = true,
                      .valid_until = WholeDay(item.expires_on())},
                     on));
}

bool SameState(std::string_view one, std::string_view other) {
  return !one.empty() && IsoCode(one) == IsoCode(other);
}

}  // namespace sijill::decision
