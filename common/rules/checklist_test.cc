// SPDX-License-Identifier: Apache-2.0
#include "common/rules/checklist.h"

#include <map>

#include "common/rules/test_files.h"
#include "gtest/gtest.h"

namespace sijill::rules {
namespace {

using Status = RequirementStatus;

// An application that Egypt's embassy in the Netherlands takes.
ApplicationFacts Complete() {
  return {.name_parts = 4,
          .date_of_birth = ApplicationFacts::Date::kWhole,
          .birth_country = "EGY",
          .has_place_of_birth = true,
          .last_address = {AddressPart::kStreet, AddressPart::kVillage},
          .relatives = {{RelativePart::kName, RelativePart::kAddress,
                         RelativePart::kPhone}},
          .digital_fingerprint_sets = 1,
          .language = "en",
          .presentation = Presentation::kWritten,
          .passport = ApplicationFacts::Passport::kExpired};
}

std::map<std::string, Requirement> ForEgypt(const ApplicationFacts& facts) {
  std::map<std::string, Requirement> by_id;
  for (const Requirement& item : Checklist(Egypt().requirements, facts)) {
    by_id.emplace(item.id, item);
  }
  return by_id;
}

bool EgyptTakes(const ApplicationFacts& facts) {
  return IsComplete(Checklist(Egypt().requirements, facts));
}

TEST(ChecklistTest, ACompleteApplicationMissesNothing) {
  for (const auto& [id, item] : ForEgypt(Complete())) {
    EXPECT_EQ(item.status, Status::kSatisfied) << item.text;
  }
  EXPECT_TRUE(EgyptTakes(Complete()));
}

TEST(ChecklistTest, TheMissingNamePartIsNamedWithThePostsRule) {
  ApplicationFacts facts = Complete();
  facts.name_parts = 3;
  const Requirement item = ForEgypt(facts).at("name_parts");
  EXPECT_EQ(item.status, Status::kMissing);
  EXPECT_TRUE(item.blocking);
  EXPECT_EQ(item.field, "name_parts");
  EXPECT_EQ(item.text,
            "name_parts: at least 4 name parts; 3 given — Netherlands practice "
            "with the Egyptian embassy");
  EXPECT_EQ(item.origin.rule_set, "netherlands-egypt-practice");
  EXPECT_FALSE(EgyptTakes(facts));
}

// One change of a complete application, and what the checklist makes of it.
struct Change {
  const char* why;
  const char* id;
  void (*change)(ApplicationFacts&);
  Status status;
  bool taken;
  const char* text;
};

const Change kChanges[] = {
    {"a fifth name part is fine", "name_parts",
     [](ApplicationFacts& f) { f.name_parts = 5; }, Status::kSatisfied, true,
     "at least 4 name parts; 5 given"},
    {"no date of birth", "date_of_birth",
     [](ApplicationFacts& f) {
       f.date_of_birth = ApplicationFacts::Date::kUnknown;
     },
     Status::kMissing, false, "date of birth; not given"},
    {"a part of the date is enough here", "date_of_birth",
     [](ApplicationFacts& f) {
       f.date_of_birth = ApplicationFacts::Date::kPartial;
     },
     Status::kSatisfied, true, "date of birth; given in part"},
    {"born there, place not given", "place_of_birth",
     [](ApplicationFacts& f) { f.has_place_of_birth = false; },
     Status::kMissing, false, "left blank unless in EGY; not given"},
    {"born elsewhere, left blank", "place_of_birth",
     [](ApplicationFacts& f) {
       f.birth_country = "LBY";
       f.has_place_of_birth = false;
     },
     Status::kNotApplicable, true, "left blank unless in EGY; left blank"},
    {"born elsewhere, place given all the same", "place_of_birth",
     [](ApplicationFacts& f) { f.birth_country = "LBY"; }, Status::kMissing,
     false, "left blank unless in EGY; to be left blank"},
    {"country of birth unknown", "place_of_birth",
     [](ApplicationFacts& f) { f.birth_country.clear(); }, Status::kMissing,
     false, "country of birth not given"},
    {"address without village, municipality or district", "last_address",
     [](ApplicationFacts& f) { f.last_address = {AddressPart::kStreet}; },
     Status::kMissing, false,
     "last address with village, municipality or district; given without it"},
    {"no address", "last_address",
     [](ApplicationFacts& f) { f.last_address.clear(); }, Status::kMissing,
     false, "or district; not given"},
    {"a relative without a phone number", "relatives",
     [](ApplicationFacts& f) {
       f.relatives = {{RelativePart::kName, RelativePart::kAddress}};
     },
     Status::kMissing, false,
     "at least 1 relative with name, address and phone number; 1 given, 0 with "
     "all"},
    {"no relative is known", "relatives",
     [](ApplicationFacts& f) {
       f.relatives.clear();
       f.no_known_relatives = true;
     },
     Status::kNotApplicable, true, "none known to the person"},
    {"ink instead of digital fingerprints", "fingerprints",
     [](ApplicationFacts& f) {
       f.digital_fingerprint_sets = 0;
       f.ink_fingerprint_sets = 2;
     },
     Status::kMissing, false,
     "1 digital set of fingerprints; 0 digital and 2 in ink given"},
    {"another language", "language",
     [](ApplicationFacts& f) { f.language = "nl"; }, Status::kMissing, false,
     "application in \"en\"; in another language"},
    {"presentation in person is planned", "presentation",
     [](ApplicationFacts& f) { f.presentation = Presentation::kInPerson; },
     Status::kMissing, true, "written procedure, no presentation in person"},
    {"no presentation is planned", "presentation",
     [](ApplicationFacts& f) { f.presentation.reset(); },
     Status::kNotApplicable, true, "nothing planned"},
    {"no passport", "passport",
     [](ApplicationFacts& f) {
       f.passport = ApplicationFacts::Passport::kNone;
     },
     Status::kNotApplicable, true, "passport valid or expired; none at hand"},
};

TEST(ChecklistTest, EachRequirementOfThePostIsLookedAt) {
  for (const Change& row : kChanges) {
    SCOPED_TRACE(row.why);
    ApplicationFacts facts = Complete();
    row.change(facts);
    const Requirement item = ForEgypt(facts).at(row.id);
    EXPECT_EQ(item.status, row.status);
    EXPECT_NE(item.text.find(row.text), std::string::npos) << item.text;
    EXPECT_EQ(EgyptTakes(facts), row.taken);
  }
}

TEST(ChecklistTest, NoTextHoldsAValueOfThePersons) {
  ApplicationFacts facts = Complete();
  facts.birth_country = "LBY";
  facts.language = "zz";
  for (const auto& [id, item] : ForEgypt(facts)) {
    EXPECT_EQ(item.text.find("LBY"), std::string::npos) << item.text;
    EXPECT_EQ(item.text.find("zz"), std::string::npos) << item.text;
  }
}

RequirementRule Made(std::string id, decltype(RequirementRule::rule) rule) {
  return {.id = std::move(id),
          .rule = std::move(rule),
          .origin = {.title = "t", .article = "4(2)", .verified = false}};
}

TEST(ChecklistTest, OtherPostsAskForOtherThings) {
  const RequirementRule rules[] = {
      Made("date_of_birth", DateOfBirthRule{.whole = true}),
      Made("fingerprints",
           FingerprintsRule{.medium = FingerprintMedium::kInk, .sets = 2}),
      Made("passport", PassportRule{.expired_accepted = false}),
      Made("photos", PhotosRule{.at_least = 1}),
      Made("place_of_birth", PlaceOfBirthRule{}),
      Made("last_address", LastAddressRule{}),
      Made("presentation", PresentationRule{Presentation::kInPerson})};
  ApplicationFacts facts = Complete();
  facts.date_of_birth = ApplicationFacts::Date::kPartial;
  const Status expected[] = {Status::kMissing,   Status::kMissing,
                             Status::kMissing,   Status::kMissing,
                             Status::kSatisfied, Status::kSatisfied,
                             Status::kMissing};
  const std::vector<Requirement> items = Checklist(rules, facts);
  ASSERT_EQ(items.size(), std::size(expected));
  for (size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(items[i].status, expected[i]) << items[i].text;
  }
  EXPECT_EQ(items[3].text,
            "photos: at least 1 photo; 0 given — art. 4(2), t "
            "[unverified]");
}

TEST(ChecklistTest, WithoutRulesNothingIsMissing) {
  EXPECT_TRUE(Checklist({}, ApplicationFacts()).empty());
  EXPECT_TRUE(IsComplete({}));
}

}  // namespace
}  // namespace sijill::rules
