// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/form/requirements.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::readmission {
namespace {

using rules::ApplicationFacts;

ApplicationFacts::Date PrecisionOf(const google::type::Date& date) {
  if (date.year() == 0) return ApplicationFacts::Date::kUnknown;
  return date.month() != 0 && date.day() != 0
             ? ApplicationFacts::Date::kWhole
             : ApplicationFacts::Date::kPartial;
}

// The last day that a date, whole or not, can mean.
absl::CivilDay LastPossibleDay(const google::type::Date& date) {
  // Of a form that nobody has checked: any number may stand there.
  const absl::CivilYear year(date.year());
  if (date.month() == 0) return absl::CivilDay(year + 1) - 1;
  if (date.day() == 0) {
    return absl::CivilDay(absl::CivilMonth(date.year(), date.month()) + 1) - 1;
  }
  return absl::CivilDay(date.year(), date.month(), date.day());
}

ApplicationFacts::Passport PassportIn(const v1::RequestForm& form,
                                      absl::CivilDay today) {
  auto best = ApplicationFacts::Passport::kNone;
  for (const v1::EvidenceItem& item : form.means_of_evidence()) {
    if (item.kind() != v1::EVIDENCE_KIND_PASSPORT) continue;
    const bool expired = item.expires_on().year() != 0 &&
                         LastPossibleDay(item.expires_on()) < today;
    if (!expired) return ApplicationFacts::Passport::kValid;
    best = ApplicationFacts::Passport::kExpired;
  }
  return best;
}

int Count(const v1::RequestForm& form, v1::EvidenceKind kind,
          v1::EvidenceForm as = v1::EVIDENCE_FORM_UNSPECIFIED) {
  return static_cast<int>(std::ranges::count_if(
      form.means_of_evidence(), [&](const v1::EvidenceItem& item) {
        return item.kind() == kind &&
               (as == v1::EVIDENCE_FORM_UNSPECIFIED || item.form() == as);
      }));
}

std::set<rules::AddressPart> AddressIn(const v1::PersonForm& person) {
  std::set<rules::AddressPart> parts;
  for (const int part : person.last_address_parts()) {
    switch (part) {
      case v1::ADDRESS_PART_STREET:
        parts.insert(rules::AddressPart::kStreet);
        break;
      case v1::ADDRESS_PART_VILLAGE:
        parts.insert(rules::AddressPart::kVillage);
        break;
      case v1::ADDRESS_PART_MUNICIPALITY:
        parts.insert(rules::AddressPart::kMunicipality);
        break;
      case v1::ADDRESS_PART_DISTRICT:
        parts.insert(rules::AddressPart::kDistrict);
        break;
      case v1::ADDRESS_PART_REGION:
        parts.insert(rules::AddressPart::kRegion);
        break;
      default:
        break;
    }
  }
  return parts;
}

std::set<rules::RelativePart> PartsOf(const v1::Relative& relative) {
  std::set<rules::RelativePart> parts;
  if (relative.has_relative_name()) parts.insert(rules::RelativePart::kName);
  if (!relative.address().empty()) parts.insert(rules::RelativePart::kAddress);
  if (!relative.phone().empty()) parts.insert(rules::RelativePart::kPhone);
  return parts;
}

// The path in RequestForm of what a requirement looked at.
std::string_view PathOf(std::string_view fact) {
  static constexpr std::pair<std::string_view, std::string_view> kPaths[] = {
      {"name_parts", "person.names"},
      {"date_of_birth", "person.date_of_birth"},
      {"birth_country", "person.place_of_birth.state"},
      {"has_place_of_birth", "person.place_of_birth.locality"},
      {"last_address", "person.last_address_parts"},
      {"relatives", "person.relatives"},
      {"digital_fingerprint_sets", "means_of_evidence"},
      {"ink_fingerprint_sets", "means_of_evidence"},
      {"passport", "means_of_evidence"},
      {"photos", "means_of_evidence"},
      {"language", "language"},
      {"presentation", "interview_requested"},
  };
  const auto* found = std::ranges::find(
      kPaths, fact, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kPaths) ? std::string_view() : found->second;
}

}  // namespace

ApplicationFacts FactsOf(const v1::RequestForm& form, absl::CivilDay today) {
  const v1::PersonForm& person = form.person();
  ApplicationFacts facts;
  if (!person.names().empty()) {
    facts.name_parts = person.names(0).name_parts_size();
  }
  facts.date_of_birth = PrecisionOf(person.date_of_birth());
  facts.birth_country = person.place_of_birth().state();
  facts.has_place_of_birth = !person.place_of_birth().locality().empty();
  facts.last_address = AddressIn(person);
  for (const v1::Relative& relative : person.relatives()) {
    facts.relatives.push_back(PartsOf(relative));
  }
  facts.no_known_relatives = person.no_known_relatives();
  facts.digital_fingerprint_sets =
      Count(form, v1::EVIDENCE_KIND_FINGERPRINTS, v1::EVIDENCE_FORM_DATA);
  facts.ink_fingerprint_sets =
      Count(form, v1::EVIDENCE_KIND_FINGERPRINTS, v1::EVIDENCE_FORM_ORIGINAL);
  facts.language = form.language();
  if (form.interview_requested()) {
    facts.presentation = rules::Presentation::kInPerson;
  }
  facts.passport = PassportIn(form, today);
  facts.photos = Count(form, v1::EVIDENCE_KIND_PHOTOGRAPH);
  return facts;
}

absl::Status RequireComplete(std::span<const rules::Requirement> checklist) {
  std::string ids;
  std::string texts;
  for (const rules::Requirement& requirement : checklist) {
    if (!requirement.blocking ||
        requirement.status != rules::RequirementStatus::kMissing) {
      continue;
    }
    ids += base::StrCat(ids.empty() ? "" : ",", requirement.id);
    texts += base::StrCat(texts.empty() ? "" : "; ", requirement.text);
  }
  if (ids.empty()) return absl::OkStatus();
  return refusal::Refuse(
      absl::StatusCode::kFailedPrecondition, "FORM_INCOMPLETE",
      base::StrCat("the form lacks: ", texts), {{"requirements", ids}});
}

std::vector<v1::Requirement> ToRequirements(
    std::span<const rules::Requirement> checklist) {
  std::vector<v1::Requirement> requirements;
  for (const rules::Requirement& one : checklist) {
    v1::Requirement& requirement = requirements.emplace_back();
    requirement.set_id(one.id);
    requirement.set_title(one.text);
    requirement.set_field(std::string(PathOf(one.field)));
    requirement.set_source(SourceOf(one.origin));
    requirement.set_verified(one.origin.verified);
    requirement.set_met(one.status != rules::RequirementStatus::kMissing);
  }
  return requirements;
}

std::string SourceOf(const rules::Origin& origin) {
  return origin.article.empty()
             ? origin.title
             : base::StrCat(origin.Place(), ", ", origin.title);
}

}  // namespace sijill::readmission
