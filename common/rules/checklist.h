// SPDX-License-Identifier: Apache-2.0
// What an application must hold for this corridor and post. A post that gets
// three of four name parts sends the file back: the officer sees it first.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "common/rules/origin.h"

namespace sijill::rules {

enum class AddressPart { kStreet, kVillage, kMunicipality, kDistrict, kRegion };
enum class RelativePart { kName, kAddress, kPhone };
enum class FingerprintMedium { kDigital, kInk };
enum class Presentation { kWritten, kInPerson };

struct NamePartsRule {
  int at_least = 1;
  bool operator==(const NamePartsRule&) const = default;
};
struct DateOfBirthRule {
  bool whole = false;  // a year or a year and month is not enough
  bool operator==(const DateOfBirthRule&) const = default;
};
struct PlaceOfBirthRule {
  // To be left blank unless born in this State (alpha-3); empty: always given.
  std::string blank_unless_in;
  bool operator==(const PlaceOfBirthRule&) const = default;
};
struct LastAddressRule {
  std::set<AddressPart> any_of;  // empty: any part will do
  bool operator==(const LastAddressRule&) const = default;
};
struct RelativesRule {
  int at_least = 1;
  std::set<RelativePart> with;
  bool operator==(const RelativesRule&) const = default;
};
struct FingerprintsRule {
  FingerprintMedium medium = FingerprintMedium::kDigital;
  int sets = 1;
  bool operator==(const FingerprintsRule&) const = default;
};
struct LanguageRule {
  std::string code;  // ISO 639-1
  bool operator==(const LanguageRule&) const = default;
};
struct PresentationRule {
  Presentation form = Presentation::kWritten;
  bool operator==(const PresentationRule&) const = default;
};
struct PassportRule {
  bool expired_accepted = false;
  bool operator==(const PassportRule&) const = default;
};
struct PhotosRule {
  int at_least = 1;
  bool operator==(const PhotosRule&) const = default;
};

// One requirement as a rule set states it. `id` names it across layers:
// "name_parts", "date_of_birth", "place_of_birth", "last_address",
// "relatives", "fingerprints", "language", "presentation", "passport",
// "photos"; each goes with the Rule of its name.
struct RequirementRule {
  std::string id;
  std::variant<NamePartsRule, DateOfBirthRule, PlaceOfBirthRule,
               LastAddressRule, RelativesRule, FingerprintsRule, LanguageRule,
               PresentationRule, PassportRule, PhotosRule>
      rule;
  // Whether the application may not go out while it is missing.
  bool blocking = true;
  Origin origin;

  friend bool operator==(const RequirementRule&,
                         const RequirementRule&) = default;
};

// What an application holds, as far as rules ask: counts, presence and codes,
// never a name, a date or an address.
struct ApplicationFacts {
  int name_parts = 0;
  enum class Date { kUnknown, kPartial, kWhole };
  Date date_of_birth = Date::kUnknown;
  std::string birth_country;  // alpha-3; empty if not given
  bool has_place_of_birth = false;
  std::set<AddressPart> last_address;             // the parts given
  std::vector<std::set<RelativePart>> relatives;  // what is given of each
  // The person was asked and knows of no relative there.
  bool no_known_relatives = false;
  int digital_fingerprint_sets = 0;
  int ink_fingerprint_sets = 0;
  std::string language;                      // ISO 639-1, of the application
  std::optional<Presentation> presentation;  // planned, if any
  enum class Passport { kNone, kValid, kExpired };
  Passport passport = Passport::kNone;
  int photos = 0;
};

enum class RequirementStatus {
  kSatisfied,
  kMissing,  // something is lacking or, as `text` says, to be changed
  kNotApplicable,
};

struct Requirement {
  std::string id;
  // "name_parts: at least 4 name parts; 3 given — Netherlands practice with
  // the Egyptian embassy". Never a value of the person's, only counts.
  std::string text;
  // The member of ApplicationFacts that decided it.
  std::string_view field;
  RequirementStatus status = RequirementStatus::kMissing;
  bool blocking = true;
  Origin origin;
};

// One Requirement for each rule, in the order of `rules`.
std::vector<Requirement> Checklist(std::span<const RequirementRule> rules,
                                   const ApplicationFacts& facts);

// True if nothing blocking is missing.
bool IsComplete(std::span<const Requirement> checklist);

}  // namespace sijill::rules
