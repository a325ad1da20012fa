// SPDX-License-Identifier: Apache-2.0
#include "services/identity/domain/form_fields.h"

#include <algorithm>
#include <set>

#include "absl/time/civil_time.h"
#include "common/base/text.h"
#include "common/decision/text_fields.h"
#include "common/icao/country.h"

namespace sijill::identity {
namespace {

using base::StrCat;
using decision::CheckKnown;
using decision::CheckText;
using decision::IsBlank;
using decision::kMaxRemark;
using refusal::FieldProblems;

constexpr size_t kMaxNumber = 100;
constexpr size_t kMaxAddress = 500;
constexpr int kMaxNames = 20;
constexpr int kMaxNameParts = 12;
constexpr int kMaxNationalities = 10;
constexpr int kMaxLanguages = 20;
constexpr int kMaxRelatives = 20;
constexpr size_t kMaxPhone = 50;
constexpr size_t kMaxDescription = 500;
constexpr size_t kMaxLanguageTag = 35;  // RFC 5646 section 4.4.1
constexpr size_t kScriptCode = 4;       // ISO 15924

// Of documents: ICAO's codes, and the ISO code that ICAO shortens to `D`.
bool IsState(std::string_view code) {
  return icao::IsNationalityCode(code) || icao::IsIssuerCode(code) ||
         code == "DEU";
}

void CheckState(std::string_view code, const std::string& field,
                FieldProblems& problems) {
  if (!code.empty() && !IsState(code)) {
    problems.Add(field, "a code of Doc 9303-3 section 5");
  }
}

void CheckNamePart(const v1::NamePart& part, const std::string& field,
                   FieldProblems& problems) {
  if (part.kind() == v1::NAME_PART_KIND_UNSPECIFIED) {
    problems.Add(StrCat(field, ".kind"), "required");
  }
  if (IsBlank(part.latin()) && IsBlank(part.original())) {
    problems.Add(StrCat(field, ".latin"), "required, or the original");
  }
  CheckText(part.latin(), kMaxName, StrCat(field, ".latin"), problems);
  CheckText(part.original(), kMaxName, StrCat(field, ".original"), problems);
  const bool letters = std::ranges::all_of(part.script(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  if (part.original().empty() != part.script().empty() ||
      (!part.script().empty() &&
       (part.script().size() != kScriptCode || !letters))) {
    problems.Add(StrCat(field, ".script"),
                 "four letters (ISO 15924), with an original only");
  }
}

void CheckName(const v1::PersonName& name, const std::string& field,
               FieldProblems& problems) {
  if (name.name_parts().empty() || name.name_parts_size() > kMaxNameParts) {
    problems.Add(StrCat(field, ".name_parts"), StrCat("1 to ", kMaxNameParts));
  }
  for (int i = 0; i < name.name_parts_size(); ++i) {
    CheckNamePart(name.name_parts(i), StrCat(field, ".name_parts[", i, "]"),
                  problems);
  }
}

void CheckNames(const v1::PersonForm& person, const std::string& field,
                FieldProblems& problems) {
  const auto& names = person.names();
  if (names.empty() || names.size() > kMaxNames) {
    problems.Add(field, StrCat("1 to ", kMaxNames));
    return;
  }
  const auto current =
      std::ranges::count(names, v1::NAME_USE_CURRENT, &v1::PersonName::use);
  if (current != 1 || names.Get(0).use() != v1::NAME_USE_CURRENT) {
    problems.Add(field, "exactly one current name, and it comes first");
  }
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = StrCat(field, "[", i, "]");
    if (names.Get(i).use() == v1::NAME_USE_UNSPECIFIED) {
      problems.Add(StrCat(path, ".use"), "required");
    }
    CheckName(names.Get(i), path, problems);
  }
}

void CheckRelatives(const v1::PersonForm& person, const std::string& field,
                    FieldProblems& problems) {
  const int count = person.relatives_size();
  if (count > kMaxRelatives) {
    problems.Add(field, StrCat("at most ", kMaxRelatives));
  }
  for (int i = 0; i < std::min(count, kMaxRelatives); ++i) {
    const v1::Relative& relative = person.relatives(i);
    const std::string path = StrCat(field, "[", i, "]");
    CheckName(relative.relative_name(), StrCat(path, ".relative_name"),
              problems);
    CheckText(relative.address(), kMaxAddress, StrCat(path, ".address"),
              problems);
    CheckText(relative.phone(), kMaxPhone, StrCat(path, ".phone"), problems);
  }
}

void CheckAddressParts(const v1::PersonForm& person, const std::string& field,
                       FieldProblems& problems) {
  std::set<int> seen;
  for (const int part : person.last_address_parts()) {
    if (part == v1::ADDRESS_PART_UNSPECIFIED || !seen.insert(part).second ||
        person.last_address().empty()) {
      return problems.Add(field, "each part of `last_address`, once");
    }
  }
}

bool IsWholeDay(const google::type::Date& date) { return date.day() != 0; }

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// Nobody was born after the day that it is somewhere on Earth.
void CheckBirth(const google::type::Date& date, absl::Time now,
                const std::string& field, FieldProblems& problems) {
  CheckDate(date, field, problems);
  const absl::CivilDay today =
      absl::ToCivilDay(now + absl::Hours(14), absl::UTCTimeZone());
  const absl::CivilDay first(date.year(), std::max(date.month(), 1),
                             std::max(date.day(), 1));
  if (first > today) problems.Add(field, "in the future");
}

}  // namespace

void CheckDate(const google::type::Date& date, const std::string& field,
               FieldProblems& problems) {
  const int year = date.year();
  const int month = date.month();
  const int day = date.day();
  if (year == 0 && month == 0 && day == 0) return;
  const bool shape = year >= 1800 && year <= 2999 && month >= 0 &&
                     month <= 12 && day >= 0 && (month > 0 || day == 0);
  const absl::CivilDay normal(year, month > 0 ? month : 1, day > 0 ? day : 1);
  if (!shape || (day > 0 && (normal.month() != month || normal.day() != day))) {
    problems.Add(field, "a day, a month or a year of the civil calendar");
  }
}

void CheckEvidence(const v1::EvidenceItem& evidence, const std::string& field,
                   FieldProblems& problems) {
  const auto at = [&](std::string_view name) {
    return StrCat(field, ".", name);
  };
  CheckKnown(evidence, field, problems);
  if (evidence.kind() == v1::EVIDENCE_KIND_UNSPECIFIED) {
    problems.Add(at("kind"), "required");
  }
  if (evidence.form() == v1::EVIDENCE_FORM_UNSPECIFIED) {
    problems.Add(at("form"), "required");
  }
  CheckText(evidence.document_number(), kMaxNumber, at("document_number"),
            problems);
  CheckState(evidence.issuing_state(), at("issuing_state"), problems);
  CheckText(evidence.issued_by(), kMaxName, at("issued_by"), problems);
  CheckDate(evidence.issued_on(), at("issued_on"), problems);
  CheckDate(evidence.expires_on(), at("expires_on"), problems);
  if (IsWholeDay(evidence.issued_on()) && IsWholeDay(evidence.expires_on()) &&
      DayOf(evidence.expires_on()) < DayOf(evidence.issued_on())) {
    problems.Add(at("expires_on"), "not before the day of issue");
  }
  CheckText(evidence.description(), kMaxRemark, at("description"), problems);
  if (evidence.kind() == v1::EVIDENCE_KIND_OTHER &&
      IsBlank(evidence.description())) {
    problems.Add(at("description"), "required: say what it is");
  }
}

void CheckPerson(const v1::PersonForm& person, absl::Time now,
                 const std::string& field, FieldProblems& problems) {
  const auto at = [&](std::string_view name) {
    return StrCat(field, ".", name);
  };
  CheckKnown(person, field, problems);
  CheckNames(person, at("names"), problems);
  CheckBirth(person.date_of_birth(), now, at("date_of_birth"), problems);
  CheckText(person.place_of_birth().locality(), kMaxName,
            at("place_of_birth.locality"), problems);
  CheckState(person.place_of_birth().state(), at("place_of_birth.state"),
             problems);
  if (person.nationalities_size() > kMaxNationalities) {
    problems.Add(at("nationalities"), StrCat("at most ", kMaxNationalities));
  }
  for (const std::string& code : person.nationalities()) {
    if (!IsState(code)) {
      problems.Add(at("nationalities"), "codes of Doc 9303-3 section 5");
      break;
    }
  }
  if (person.languages_size() > kMaxLanguages) {
    problems.Add(at("languages"), StrCat("at most ", kMaxLanguages));
  }
  for (const std::string& tag : person.languages()) {
    CheckText(tag, kMaxLanguageTag, at("languages"), problems);
  }
  if (person.has_father()) CheckName(person.father(), at("father"), problems);
  if (person.has_mother()) CheckName(person.mother(), at("mother"), problems);
  if (person.has_spouse()) CheckName(person.spouse(), at("spouse"), problems);
  CheckText(person.last_address(), kMaxAddress, at("last_address"), problems);
  CheckAddressParts(person, at("last_address_parts"), problems);
  if (person.no_known_relatives() && !person.relatives().empty()) {
    problems.Add(at("no_known_relatives"), "there are relatives");
  }
  CheckRelatives(person, at("relatives"), problems);
  CheckText(person.physical_description(), kMaxDescription,
            at("physical_description"), problems);
}

}  // namespace sijill::identity
