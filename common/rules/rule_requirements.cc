// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "common/rules/rule_items.h"

namespace sijill::rules::json {
namespace {

constexpr Choice<AddressPart> kAddressParts[] = {
    {"street", AddressPart::kStreet},
    {"village", AddressPart::kVillage},
    {"municipality", AddressPart::kMunicipality},
    {"district", AddressPart::kDistrict},
    {"region", AddressPart::kRegion}};

constexpr Choice<RelativePart> kRelativeParts[] = {
    {"name", RelativePart::kName},
    {"address", RelativePart::kAddress},
    {"phone", RelativePart::kPhone}};

constexpr Choice<FingerprintMedium> kMedia[] = {
    {"digital", FingerprintMedium::kDigital}, {"ink", FingerprintMedium::kInk}};

constexpr Choice<Presentation> kPresentations[] = {
    {"written", Presentation::kWritten},
    {"in_person", Presentation::kInPerson}};

using Rule = decltype(RequirementRule::rule);

int Count(Object& entry, std::string_view key) {
  return static_cast<int>(entry.Integer(key, 1, 20));
}

constexpr Choice<Rule (*)(Object&)> kRequirements[] = {
    {"name_parts",
     [](Object& o) { return Rule(NamePartsRule{Count(o, "at_least")}); }},
    {"date_of_birth",
     [](Object& o) { return Rule(DateOfBirthRule{o.Flag("whole")}); }},
    {"place_of_birth",
     [](Object& o) {
       const bool bound = o.Has("blank_unless_in");
       return Rule(PlaceOfBirthRule{bound ? o.State("blank_unless_in") : ""});
     }},
    {"last_address",
     [](Object& o) {
       LastAddressRule rule;
       if (o.Has("any_of")) rule.any_of = o.ChoiceSet("any_of", kAddressParts);
       return Rule(std::move(rule));
     }},
    {"relatives",
     [](Object& o) {
       return Rule(RelativesRule{Count(o, "at_least"),
                                 o.ChoiceSet("with", kRelativeParts)});
     }},
    {"fingerprints",
     [](Object& o) {
       return Rule(
           FingerprintsRule{o.Pick("medium", kMedia), Count(o, "sets")});
     }},
    {"language", [](Object& o) { return Rule(LanguageRule{o.Name("code")}); }},
    {"presentation",
     [](Object& o) {
       return Rule(PresentationRule{o.Pick("form", kPresentations)});
     }},
    {"passport",
     [](Object& o) { return Rule(PassportRule{o.Flag("expired_accepted")}); }},
    {"photos",
     [](Object& o) { return Rule(PhotosRule{Count(o, "at_least")}); }}};

}  // namespace

RequirementRule ReadRequirementRule(Object& entry, Provenance& provenance) {
  RequirementRule requirement;
  requirement.id = entry.Name("id");
  Rule (*const read)(Object&) = entry.Pick("id", kRequirements);
  requirement.rule = read(entry);
  requirement.blocking = entry.Flag("blocking");
  requirement.origin = provenance.Read(entry);
  return requirement;
}

}  // namespace sijill::rules::json
