// SPDX-License-Identifier: Apache-2.0
#include "common/rules/checklist.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"

namespace sijill::rules {
namespace {

using base::StrCat;
using Status = RequirementStatus;

// What a rule finds: what it asks for, what there is, and the member looked at.
struct Finding {
  std::string asks;
  std::string has;
  std::string_view field;
  Status status;
};

Status Met(bool met) { return met ? Status::kSatisfied : Status::kMissing; }

std::string Plural(int count, std::string_view noun) {
  return StrCat(count, " ", noun, count == 1 ? "" : "s");
}

std::string_view NameOf(AddressPart part) {
  switch (part) {
    case AddressPart::kStreet:
      return "street";
    case AddressPart::kVillage:
      return "village";
    case AddressPart::kMunicipality:
      return "municipality";
    case AddressPart::kDistrict:
      return "district";
    case AddressPart::kRegion:
      return "region";
  }
  return "part";
}

std::string_view NameOf(RelativePart part) {
  switch (part) {
    case RelativePart::kName:
      return "name";
    case RelativePart::kAddress:
      return "address";
    case RelativePart::kPhone:
      return "phone number";
  }
  return "part";
}

template <typename Part>
std::string Listed(const std::set<Part>& parts, std::string_view last_word) {
  std::string text;
  size_t left = parts.size();
  for (const Part part : parts) {
    text += NameOf(part);
    if (--left > 0) text += left == 1 ? StrCat(" ", last_word, " ") : ", ";
  }
  return text;
}

Finding Look(const NamePartsRule& rule, const ApplicationFacts& facts) {
  return {StrCat("at least ", Plural(rule.at_least, "name part")),
          StrCat(facts.name_parts, " given"), "name_parts",
          Met(facts.name_parts >= rule.at_least)};
}

Finding Look(const DateOfBirthRule& rule, const ApplicationFacts& facts) {
  using Date = ApplicationFacts::Date;
  const Date date = facts.date_of_birth;
  return {rule.whole ? "whole date of birth" : "date of birth",
          date == Date::kUnknown   ? "not given"
          : date == Date::kPartial ? "given in part"
                                   : "given",
          "date_of_birth",
          Met(date == Date::kWhole || (date == Date::kPartial && !rule.whole))};
}

Finding Look(const PlaceOfBirthRule& rule, const ApplicationFacts& facts) {
  const bool given = facts.has_place_of_birth;
  const std::string has = given ? "given" : "not given";
  if (rule.blank_unless_in.empty()) {
    return {"place of birth", has, "has_place_of_birth", Met(given)};
  }
  const std::string asks =
      StrCat("place of birth, left blank unless in ", rule.blank_unless_in);
  if (facts.birth_country.empty()) {
    return {asks, "country of birth not given", "birth_country",
            Status::kMissing};
  }
  if (facts.birth_country == rule.blank_unless_in) {
    return {asks, has, "has_place_of_birth", Met(given)};
  }
  return {asks, given ? "to be left blank" : "left blank", "has_place_of_birth",
          given ? Status::kMissing : Status::kNotApplicable};
}

Finding Look(const LastAddressRule& rule, const ApplicationFacts& facts) {
  const std::set<AddressPart>& given = facts.last_address;
  const bool met =
      rule.any_of.empty()
          ? !given.empty()
          : std::ranges::any_of(rule.any_of, [&](AddressPart part) {
              return given.contains(part);
            });
  return {rule.any_of.empty()
              ? "last address"
              : StrCat("last address with ", Listed(rule.any_of, "or")),
          given.empty() ? "not given"
          : met         ? "given"
                        : "given without it",
          "last_address", Met(met)};
}

Finding Look(const RelativesRule& rule, const ApplicationFacts& facts) {
  const auto complete = std::ranges::count_if(
      facts.relatives, [&](const std::set<RelativePart>& given) {
        return std::ranges::includes(given, rule.with);
      });
  Finding finding = {
      StrCat("at least ", Plural(rule.at_least, "relative"), " with ",
             Listed(rule.with, "and")),
      StrCat(facts.relatives.size(), " given, ", complete, " with all"),
      "relatives", Met(complete >= rule.at_least)};
  if (facts.no_known_relatives && facts.relatives.empty()) {
    finding.has = "none known to the person";
    finding.status = Status::kNotApplicable;
  }
  return finding;
}

Finding Look(const FingerprintsRule& rule, const ApplicationFacts& facts) {
  const bool digital = rule.medium == FingerprintMedium::kDigital;
  return {Plural(rule.sets, digital ? "digital set" : "original ink set") +
              " of fingerprints",
          StrCat(facts.digital_fingerprint_sets, " digital and ",
                 facts.ink_fingerprint_sets, " in ink given"),
          digital ? "digital_fingerprint_sets" : "ink_fingerprint_sets",
          Met((digital ? facts.digital_fingerprint_sets
                       : facts.ink_fingerprint_sets) >= rule.sets)};
}

Finding Look(const LanguageRule& rule, const ApplicationFacts& facts) {
  const bool met = facts.language == rule.code;
  return {StrCat("application in \"", rule.code, "\""),
          facts.language.empty() ? "language not given"
          : met                  ? "so written"
                                 : "in another language",
          "language", Met(met)};
}

Finding Look(const PresentationRule& rule, const ApplicationFacts& facts) {
  Finding finding = {rule.form == Presentation::kWritten
                         ? "written procedure, no presentation in person"
                         : "presentation in person",
                     "nothing planned", "presentation", Status::kNotApplicable};
  if (facts.presentation) {
    const bool met = *facts.presentation == rule.form;
    finding.has = met ? "so planned" : "planned otherwise";
    finding.status = Met(met);
  }
  return finding;
}

Finding Look(const PassportRule& rule, const ApplicationFacts& facts) {
  using Passport = ApplicationFacts::Passport;
  const std::string asks = rule.expired_accepted
                               ? "passport valid or expired"
                               : "passport, if any, not expired";
  if (facts.passport == Passport::kNone) {
    return {asks, "none at hand", "passport", Status::kNotApplicable};
  }
  const bool valid = facts.passport == Passport::kValid;
  return {asks, valid ? "valid one given" : "expired one given", "passport",
          Met(valid || rule.expired_accepted)};
}

Finding Look(const PhotosRule& rule, const ApplicationFacts& facts) {
  return {StrCat("at least ", Plural(rule.at_least, "photo")),
          StrCat(facts.photos, " given"), "photos",
          Met(facts.photos >= rule.at_least)};
}

// "art. 7(3), <title>", or the title alone for a practice.
std::string Basis(const Origin& origin) {
  std::string basis = origin.article.empty()
                          ? origin.title
                          : StrCat(origin.Place(), ", ", origin.title);
  if (!origin.verified) basis += " [unverified]";
  return basis;
}

}  // namespace

std::vector<Requirement> Checklist(std::span<const RequirementRule> rules,
                                   const ApplicationFacts& facts) {
  std::vector<Requirement> checklist;
  checklist.reserve(rules.size());
  for (const RequirementRule& rule : rules) {
    const Finding finding = std::visit(
        [&](const auto& asked) { return Look(asked, facts); }, rule.rule);
    checklist.push_back({.id = rule.id,
                         .text = StrCat(rule.id, ": ", finding.asks, "; ",
                                        finding.has, " — ", Basis(rule.origin)),
                         .field = finding.field,
                         .status = finding.status,
                         .blocking = rule.blocking,
                         .origin = rule.origin});
  }
  return checklist;
}

bool IsComplete(std::span<const Requirement> checklist) {
  return std::ranges::none_of(checklist, [](const Requirement& requirement) {
    return requirement.blocking &&
           requirement.status == RequirementStatus::kMissing;
  });
}

}  // namespace sijill::rules
