// SPDX-License-Identifier: Apache-2.0
// Who the person is. Names come in any script, dates with as much as is known:
// neither is an error.
#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/icao/country.h"
#include "services/readmission/domain/form/request_form.h"

namespace sijill::readmission::form {
namespace {

constexpr int kMostNames = 20;
constexpr int kMostNameParts = 12;
constexpr int kMostNationalities = 10;
constexpr int kMostLanguages = 20;
constexpr int kMostRelatives = 20;
constexpr size_t kAddressText = 500;
constexpr size_t kDescriptionText = 500;

// ISO 15924: "Arab", "Tfng".
bool IsScript(std::string_view text) {
  return text.size() == 4 && text[0] >= 'A' && text[0] <= 'Z' &&
         std::ranges::all_of(text.substr(1),
                             [](char c) { return c >= 'a' && c <= 'z'; });
}

// The letters of BCP 47, not its registry.
bool IsLanguageTag(std::string_view text) {
  return text.size() >= 2 && text.size() <= 35 && text.front() != '-' &&
         text.back() != '-' && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  (c >= '0' && c <= '9') || c == '-';
         });
}

void CheckNamePart(const v1::NamePart& part, const std::string& path,
                   Problems& problems) {
  if (part.kind() == v1::NAME_PART_KIND_UNSPECIFIED) {
    problems.Add(path + ".kind", "required");
  }
  const bool original = !part.original().empty();
  // Latin letters where a document shows them; a name known in its own script
  // alone is a name.
  CheckText(part.latin(), {.required = !original, .latin = true},
            path + ".latin", problems);
  CheckText(part.original(), {}, path + ".original", problems);
  if (original != !part.script().empty()) {
    problems.Add(path + ".script", "goes with `original`");
  } else if (original && !IsScript(part.script())) {
    problems.Add(path + ".script", "four letters of ISO 15924, as in \"Arab\"");
  }
}

void CheckNames(const v1::PersonForm& person, Problems& problems) {
  const std::string path = "form.person.names";
  if (person.names().empty()) return problems.Add(path, "required");
  if (person.names_size() > kMostNames) {
    return problems.Add(path, base::StrCat("at most ", kMostNames));
  }
  const auto current =
      std::ranges::count(person.names(), v1::NAME_USE_CURRENT,
                         [](const v1::PersonName& name) { return name.use(); });
  if (current != 1 || person.names(0).use() != v1::NAME_USE_CURRENT) {
    problems.Add(path, "exactly one is the current name, and it comes first");
  }
  for (int i = 0; i < person.names_size(); ++i) {
    if (person.names(i).use() == v1::NAME_USE_UNSPECIFIED) {
      problems.Add(At(path, i) + ".use", "required");
    }
    CheckName(person.names(i), At(path, i), problems);
  }
}

void CheckCodes(const v1::PersonForm& person, Problems& problems) {
  const std::string nationalities = "form.person.nationalities";
  if (person.nationalities_size() > kMostNationalities) {
    problems.Add(nationalities, base::StrCat("at most ", kMostNationalities));
  }
  std::set<std::string> seen;
  for (int i = 0; i < person.nationalities_size(); ++i) {
    if (!icao::IsNationalityCode(person.nationalities(i))) {
      problems.Add(At(nationalities, i), "no code of Doc 9303-3 section 5");
    } else if (!seen.insert(person.nationalities(i)).second) {
      problems.Add(At(nationalities, i), "given twice");
    }
  }
  const std::string languages = "form.person.languages";
  if (person.languages_size() > kMostLanguages) {
    problems.Add(languages, base::StrCat("at most ", kMostLanguages));
  }
  for (int i = 0; i < person.languages_size(); ++i) {
    if (!IsLanguageTag(person.languages(i))) {
      problems.Add(At(languages, i), "no language tag of BCP 47");
    }
  }
}

void CheckBirth(const v1::PersonForm& person, const Reading& reading,
                Problems& problems) {
  CheckPastDate(person.date_of_birth(), DateShape::kPartial, reading.today,
                "form.person.date_of_birth", problems);
  const v1::Place& place = person.place_of_birth();
  CheckText(place.locality(), {}, "form.person.place_of_birth.locality",
            problems);
  if (person.has_place_of_birth() && !icao::IsIssuerCode(place.state())) {
    problems.Add("form.person.place_of_birth.state",
                 "no code of Doc 9303-3 section 5");
  }
}

void CheckAddress(const v1::PersonForm& person, Problems& problems) {
  CheckText(person.last_address(), {.most = kAddressText},
            "form.person.last_address", problems);
  const std::string path = "form.person.last_address_parts";
  if (!person.last_address_parts().empty() && person.last_address().empty()) {
    problems.Add(path, "goes with `last_address`");
  }
  std::set<int> seen;
  for (int i = 0; i < person.last_address_parts_size(); ++i) {
    const int part = person.last_address_parts(i);
    if (part == v1::ADDRESS_PART_UNSPECIFIED) {
      problems.Add(At(path, i), "required");
    } else if (!seen.insert(part).second) {
      return problems.Add(At(path, i), "given twice");
    }
  }
}

void CheckFamily(const v1::PersonForm& person, Problems& problems) {
  if (person.has_father()) {
    CheckName(person.father(), "form.person.father", problems);
  }
  if (person.has_mother()) {
    CheckName(person.mother(), "form.person.mother", problems);
  }
  if (person.has_spouse()) {
    CheckName(person.spouse(), "form.person.spouse", problems);
    if (person.civil_status() == v1::CIVIL_STATUS_SINGLE) {
      problems.Add("form.person.spouse",
                   "contradicts form.person.civil_status");
    }
  }
  const std::string path = "form.person.relatives";
  if (person.no_known_relatives() && !person.relatives().empty()) {
    problems.Add(path, "contradicts form.person.no_known_relatives");
  }
  if (person.relatives_size() > kMostRelatives) {
    return problems.Add(path, base::StrCat("at most ", kMostRelatives));
  }
  for (int i = 0; i < person.relatives_size(); ++i) {
    const v1::Relative& relative = person.relatives(i);
    CheckName(relative.relative_name(), At(path, i) + ".relative_name",
              problems);
    CheckText(relative.address(), {.most = kAddressText},
              At(path, i) + ".address", problems);
    CheckText(relative.phone(), {.most = 50}, At(path, i) + ".phone", problems);
  }
}

}  // namespace

void CheckName(const v1::PersonName& name, const std::string& path,
               Problems& problems) {
  const std::string parts = path + ".name_parts";
  if (name.name_parts().empty()) return problems.Add(parts, "required");
  if (name.name_parts_size() > kMostNameParts) {
    return problems.Add(parts, base::StrCat("at most ", kMostNameParts));
  }
  for (int i = 0; i < name.name_parts_size(); ++i) {
    CheckNamePart(name.name_parts(i), At(parts, i), problems);
  }
}

void CheckPerson(const v1::PersonForm& person, const Reading& reading,
                 Problems& problems) {
  CheckNames(person, problems);
  CheckBirth(person, reading, problems);
  CheckCodes(person, problems);
  CheckAddress(person, problems);
  CheckFamily(person, problems);
  CheckText(person.physical_description(), {.most = kDescriptionText},
            "form.person.physical_description", problems);
}

}  // namespace sijill::readmission::form
