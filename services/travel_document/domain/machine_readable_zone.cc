// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/machine_readable_zone.h"

#include <string>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/icao/check_digit.h"
#include "common/icao/transliteration.h"
#include "common/refusal/refusal.h"

namespace sijill::travel_document {
namespace {

absl::Status Invalid(std::string field, std::string_view problem) {
  return refusal::Refuse(
      absl::StatusCode::kInvalidArgument, "MACHINE_READABLE_ZONE_INVALID",
      base::StrCat("no machine-readable zone can be made: ", field, ": ",
                   problem),
      {{"field", field}});
}

absl::StatusOr<std::string> InZoneLetters(const v1::NamePart& part) {
  if (!part.latin().empty()) return icao::TransliterateLatin(part.latin());
  if (part.script() == "Arab")
    return icao::TransliterateArabic(part.original());
  return absl::InvalidArgumentError("neither Latin nor Arabic letters");
}

const v1::PersonName* CurrentName(const v1::PersonForm& person) {
  for (const v1::PersonName& name : person.names()) {
    if (name.use() == v1::NAME_USE_CURRENT) return &name;
  }
  return nullptr;
}

void Append(std::string_view part, std::string& identifier) {
  if (!identifier.empty()) identifier.push_back(icao::kFiller);
  identifier.append(part);
}

absl::StatusOr<icao::NameIdentifiers> IdentifiersOf(
    const v1::PersonForm& person) {
  const v1::PersonName* name = CurrentName(person);
  if (name == nullptr || name->name_parts().empty()) {
    return Invalid("names", "there is no current name");
  }
  icao::NameIdentifiers identifiers;
  for (int i = 0; i < name->name_parts_size(); ++i) {
    const v1::NamePart& part = name->name_parts(i);
    const auto letters = InZoneLetters(part);
    if (!letters.ok()) {
      return Invalid(base::StrCat("name_parts[", i, "]"),
                     std::string(letters.status().message()));
    }
    Append(*letters, part.kind() == v1::NAME_PART_KIND_FAMILY
                         ? identifiers.primary
                         : identifiers.secondary);
  }
  if (identifiers.primary.empty()) {
    std::swap(identifiers.primary, identifiers.secondary);
  }
  return identifiers;
}

icao::PartialDate BirthOf(const google::type::Date& date) {
  constexpr int kCentury = 100;
  icao::PartialDate birth;
  if (date.year() > 0) birth.year = date.year() % kCentury;
  if (date.month() > 0) birth.month = date.month();
  if (date.day() > 0) birth.day = date.day();
  return birth;
}

icao::Sex SexOf(v1::Sex sex) {
  if (sex == v1::SEX_FEMALE) return icao::Sex::kFemale;
  return sex == v1::SEX_MALE ? icao::Sex::kMale : icao::Sex::kUnspecified;
}

}  // namespace

absl::StatusOr<icao::Td2Lines> ComposeZone(const v1::PersonForm& person,
                                           std::string_view state,
                                           std::string_view document_number,
                                           absl::CivilDay valid_until) {
  ASSIGN_OR_RETURN(icao::NameIdentifiers name, IdentifiersOf(person));
  // Doc 9303-3 section 5 part A: the one State whose code is not ISO's.
  const std::string code(state == "DEU" ? "D" : state);
  const icao::Td2 document = {.document_code = "I",
                              .issuing_state = code,
                              .name = std::move(name),
                              .document_number = std::string(document_number),
                              .nationality = code,
                              .birth = BirthOf(person.date_of_birth()),
                              .sex = SexOf(person.sex()),
                              .expiry = valid_until};
  auto lines = icao::FormatTd2(document);
  if (!lines.ok()) {
    return Invalid("document", std::string(lines.status().message()));
  }
  return lines;
}

}  // namespace sijill::travel_document
