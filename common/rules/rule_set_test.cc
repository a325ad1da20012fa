// SPDX-License-Identifier: Apache-2.0
#include "common/rules/rule_set.h"

#include <algorithm>
#include <random>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::rules {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename Entry>
const Entry& Get(const std::vector<Entry>& entries, std::string_view id) {
  const auto found = std::ranges::find(entries, id, &Entry::id);
  EXPECT_NE(found, entries.end()) << id;
  return *found;
}

TEST(RuleSetTest, BeneluxKazakhstanHasExactlyTheVerifiedLimits) {
  const RuleSet rules = Kazakhstan();
  struct Row {
    std::string_view id;
    Period period;
    StartEvent start;
    const char* article;
  };
  const Row rows[] = {
      {limit::kApplicationThirdCountry,
       {1, Unit::kYear},
       StartEvent::kIllegalStayAscertained,
       "7(2)"},
      {limit::kReply, {21, Unit::kCalendarDay}, StartEvent::kReceived, "7(3)"},
      {limit::kTransferWindow,
       {1, Unit::kMonth},
       StartEvent::kApprovalOrLapse,
       "7(4)"},
      {limit::kDocumentIssue,
       {5, Unit::kWorkingDay},
       StartEvent::kDocumentRequestReceived,
       "7(5)"},
      {limit::kDocumentReissue,
       {5, Unit::kWorkingDay},
       StartEvent::kDocumentRequestReceived,
       "7(5)"},
      {limit::kTransferNotice,
       {3, Unit::kWorkingDay},
       StartEvent::kPlannedDeparture,
       "protocol 5(1)"},
      {limit::kTransitRequest,
       {2, Unit::kCalendarDay},
       StartEvent::kPlannedTransit,
       "protocol 6(1)"},
      {limit::kErrorReturn, {3, Unit::kMonth}, StartEvent::kArrival, "9"}};
  ASSERT_EQ(rules.time_limits.size(), std::size(rows));
  for (const Row& row : rows) {
    SCOPED_TRACE(row.id);
    const TimeLimit& limit = Get(rules.time_limits, row.id);
    EXPECT_EQ(limit.period, row.period);
    EXPECT_EQ(limit.start, row.start);
    EXPECT_EQ(limit.origin.article, row.article);
    EXPECT_TRUE(limit.origin.verified);
    EXPECT_EQ(limit.start_verified, row.id != limit::kDocumentReissue);
    EXPECT_EQ(limit.days_of, TimeLimit::Side::kRequested);
    EXPECT_THAT(limit.origin.source, HasSubstr("BWBV0006473"));
  }
  EXPECT_EQ(Get(rules.time_limits, limit::kApplicationThirdCountry).extension,
            (Extension{Extension::Kind::kUntilObstacleRemoved, {}}));
  EXPECT_EQ(Get(rules.time_limits, limit::kTransferWindow).extension,
            (Extension{Extension::Kind::kAdditional, {}}));
  EXPECT_FALSE(Get(rules.time_limits, limit::kReply).extension.has_value());
}

TEST(RuleSetTest, BeneluxKazakhstanHasExactlyTheVerifiedTermsAndSilences) {
  const RuleSet rules = Kazakhstan();
  EXPECT_EQ(rules.id, "benelux-kazakhstan-2015");
  EXPECT_EQ(rules.version, 1u);
  EXPECT_EQ(rules.layer, Layer::kAgreement);
  EXPECT_THAT(rules.procedures, ElementsAre(Procedure::kReadmission));
  EXPECT_THAT(rules.corridors.requesting, ElementsAre("BEL", "LUX", "NLD"));
  EXPECT_THAT(rules.corridors.requested, ElementsAre("KAZ"));
  EXPECT_TRUE(rules.corridors.both_ways);
  EXPECT_TRUE(rules.posts.empty());
  EXPECT_EQ(rules.validity.signed_on, absl::CivilDay(2015, 3, 2));
  EXPECT_FALSE(rules.validity.in_force.has_value());
  // What starts the limit for a second document is not in the text.
  EXPECT_FALSE(rules.verified);
  ASSERT_EQ(rules.silences.size(), 2u);
  EXPECT_EQ(Get(rules.silences, limit::kReply).effect,
            Silence::Effect::kDeemedAgreed);
  EXPECT_EQ(Get(rules.silences, limit::kReply).origin.article, "7(3)");
  EXPECT_EQ(Get(rules.silences, limit::kDocumentIssue).effect,
            Silence::Effect::kRequestingStateDocument);
  EXPECT_EQ(Get(rules.silences, limit::kDocumentIssue).origin.article,
            "7(5); protocol 4(2)");
  ASSERT_EQ(rules.terms.size(), 5u);
  using Value = decltype(Term::value);
  const auto value = [&](std::string_view id) {
    return Get(rules.terms, id).value;
  };
  EXPECT_EQ(value(term::kNationalAtAnyTime), Value(true));
  EXPECT_EQ(value(term::kRefusalReasons), Value(true));
  EXPECT_EQ(value(term::kDocumentMinValidity), Value(Period{6, Unit::kMonth}));
  EXPECT_EQ(value(term::kThirdCountryDeferred), Value(Period{3, Unit::kYear}));
  EXPECT_EQ(value(term::kDataProtection), Value(std::string("13")));
  EXPECT_EQ(rules.requirements.size(), 4u);
  EXPECT_EQ(Get(rules.requirements, "language").rule,
            decltype(RequirementRule::rule)(LanguageRule{"en"}));
  EXPECT_EQ(Get(rules.requirements, "language").origin.article, "protocol 12");
}

TEST(RuleSetTest, EgyptsPracticeHasExactlyTheItemsOfThePage) {
  const RuleSet rules = Egypt();
  EXPECT_EQ(rules.layer, Layer::kPractice);
  EXPECT_TRUE(rules.verified);
  EXPECT_FALSE(rules.corridors.both_ways);
  EXPECT_THAT(rules.posts, ElementsAre("embassy"));
  EXPECT_TRUE(rules.time_limits.empty());
  EXPECT_TRUE(rules.silences.empty());
  EXPECT_TRUE(rules.terms.empty());
  EXPECT_TRUE(rules.evidence.empty());
  using Rule = decltype(RequirementRule::rule);
  const std::pair<std::string, Rule> expected[] = {
      {"language", LanguageRule{"en"}},
      {"fingerprints", FingerprintsRule{FingerprintMedium::kDigital, 1}},
      {"presentation", PresentationRule{Presentation::kWritten}},
      {"name_parts", NamePartsRule{4}},
      {"date_of_birth", DateOfBirthRule{false}},
      {"place_of_birth", PlaceOfBirthRule{"EGY"}},
      {"last_address",
       LastAddressRule{{AddressPart::kVillage, AddressPart::kMunicipality,
                        AddressPart::kDistrict}}},
      {"relatives", RelativesRule{1,
                                  {RelativePart::kName, RelativePart::kAddress,
                                   RelativePart::kPhone}}},
      {"passport", PassportRule{true}}};
  ASSERT_EQ(rules.requirements.size(), std::size(expected));
  for (size_t i = 0; i < std::size(expected); ++i) {
    const RequirementRule& requirement = rules.requirements[i];
    EXPECT_EQ(requirement.id, expected[i].first);
    EXPECT_EQ(requirement.rule, expected[i].second) << requirement.id;
    EXPECT_TRUE(requirement.origin.verified);
    EXPECT_THAT(requirement.origin.source, HasSubstr("egypte/reisdocumenten"));
  }
}

TEST(RuleSetTest, TheDigestIsOfTheBytesThatWereRead) {
  const std::string bytes = ShippedBytes("netherlands-egypt-practice.json");
  EXPECT_EQ(ParseRuleSet(bytes)->digest, base::Sha256({bytes}));
  EXPECT_EQ(ParseRuleSet(bytes + "\n")->digest, base::Sha256({bytes, "\n"}));
}

// The shipped agreement with the first `from` replaced by `to`.
std::string Message(std::string_view from, std::string_view to) {
  std::string bytes = ShippedBytes("benelux-kazakhstan-2015.json");
  const size_t at = bytes.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  bytes.replace(at, from.size(), to);
  const absl::StatusOr<RuleSet> rules = ParseRuleSet(bytes);
  EXPECT_FALSE(rules.ok()) << to;
  EXPECT_TRUE(rules.ok() || absl::IsInvalidArgument(rules.status()));
  return std::string(rules.status().message());
}

TEST(RuleSetTest, WhatIsNotExactlyARuleSetIsRefusedWithItsPath) {
  const struct {
    const char *from, *to, *message;
  } rows[] = {
      {"\"version\": 1,", "", "$.version: is missing"},
      {"\"version\": 1", "\"version\": 1.0", "$.version: must be an integer"},
      {"\"version\": 1", "\"version\": -1", "$.version: must be an integer"},
      {"\"version\": 1", "\"version\": \"1\"", "$.version: must be an integer"},
      {"\"version\": 1", "\"version\": 1, \"version\": 2",
       "$.version: given twice"},
      {"\"version\": 1", "\"version\": 1, \"vers\": 2",
       "$.vers: is not known here"},
      {"\"format\": 1", "\"format\": 2", "$.format: must be an integer"},
      {"\"amount\": 21", "\"amount\": 21, \"amount\": 22",
       "$.time_limits[1].amount: given twice"},
      {"\"amount\": 21", "\"amount\": 0", "$.time_limits[1].amount: must be"},
      {"\"amount\": 1,", "\"amount\": 101,",
       "$.time_limits[0].amount: must be an integer from 1 to 100"},
      {"\"calendar_day\"", "\"day\"",
       "$.time_limits[1].unit: is not one of the known choices"},
      {"\"id\": \"reply\"", "\"id\": \"replly\"",
       "$.time_limits[1].id: is not one of the known choices"},
      {"\"id\": \"reply\"", "\"id\": \"transfer_window\"",
       "$.time_limits[2].id: stands twice in the list"},
      {"\"article\": \"7(3)\",", "", "$.time_limits[1].article: is missing"},
      {"\"article\": \"7(3)\",", "\"article\": \"\",",
       "$.time_limits[1].article: must be a text"},
      {"\"source\": \"agreement\",", "", "$.time_limits[0].source: is missing"},
      {"\"source\": \"agreement\"", "\"source\": \"hearsay\"",
       "$.time_limits[0].source: is not one of $.sources"},
      {"\"signed\": \"2015-03-02\"", "\"signed\": \"2015-02-30\"",
       "$.validity.signed: must be a day"},
      {"\"signed\": \"2015-03-02\"",
       "\"signed\": \"2015-03-02\", \"in_force\": {\"from\": \"2017-06-01\"}",
       "$.validity.in_force.source: is missing"},
      {"\"verified\": false", "\"verified\": true",
       "$.verified: is not what the values say"},
      {"\"verified\": true", "\"verified\": 1",
       "$.time_limits[0].verified: must be true or false"},
      {"\"KAZ\"", "\"KZ\"", "$.parties.requested: must be an array of"},
      {"\"KAZ\"", "\"NLD\"",
       "$.parties.requested: has a State that is also in requesting"},
      {"\"readmission\"", "\"deportation\"",
       "$.procedures: is not one of the known choices"},
      {"\"kind\": \"until_obstacle_removed\"", "\"kind\": \"total\"",
       "$.time_limits[0].extension.most: is missing"},
      {"\"expired_at_most\": {\n        \"amount\": 2,\n        \"unit\": "
       "\"year\"",
       "\"expired_at_most\": {\n        \"amount\": 2,\n        \"unit\": "
       "\"working_day\"",
       "expired_at_most.unit: must be month or year here"},
      {"\"value\": true", "\"value\": \"yes\"",
       "$.terms[0].value: must be true or false"},
      {"\"silence\": [", "\"silence\": [7,", "$.silence[0]: must be an object"},
      {"\"evidence\": [", "\"evidence\": {},\"x\": [",
       "$.evidence: must be an array"},
      {"{", "[", "$[1]: not JSON at byte"},
      {"{", "{\"\\u0000\": 1,", "$.(key): is not known here"}};
  for (const auto& row : rows) {
    EXPECT_THAT(Message(row.from, row.to), HasSubstr(row.message));
  }
}

TEST(RuleSetTest, AllProblemsAreNamedAtOnce) {
  EXPECT_THAT(
      std::string(ParseRuleSet(R"({"format":1,"format":1,"odd":{}})")
                      .status()
                      .message()),
      AllOf(HasSubstr("$.format: given twice"), HasSubstr("$.id: is missing"),
            HasSubstr("$.requirements: is missing"),
            HasSubstr("$.odd: is not known here")));
}

TEST(RuleSetTest, WhatIsNoJsonObjectIsRefused) {
  const std::string deep(100'000, '[');
  for (const std::string& text :
       {std::string(), std::string("null"), std::string("[]"), std::string("{"),
        std::string("\xff"), std::string("1e999"), deep, "{\"a\":" + deep,
        std::string((1 << 20) + 1, ' ')}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseRuleSet(text).status()));
  }
}

// Changes some bytes, or drops or doubles a piece.
std::string Mutated(std::string text, std::mt19937_64& random) {
  constexpr std::string_view kBytes =
      "\"{}[]:,0129-.eE\\ux truefalsn\n\x00\xff";
  const auto below = [&](size_t n) {
    return static_cast<size_t>(random() % n);
  };
  for (size_t i = 0, n = 1 + below(4); i < n && !text.empty(); ++i) {
    const size_t at = below(text.size());
    const size_t length = std::min(1 + below(40), text.size() - at);
    switch (below(4)) {
      case 0:
        text[at] = kBytes[below(kBytes.size())];
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(below(text.size()), text.substr(at, length));
        break;
      default:
        text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
    }
  }
  return text;
}

TEST(RuleSetTest, MutatedFilesNeverCrashAndKeepWhatIsPromised) {
  constexpr uint64_t kSeed = 20261122;
  SCOPED_TRACE(kSeed);
  std::mt19937_64 random(kSeed);
  const std::string files[] = {ShippedBytes("benelux-kazakhstan-2015.json"),
                               ShippedBytes("netherlands-egypt-practice.json")};
  int accepted = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::string text = Mutated(files[i % 2], random);
    const absl::StatusOr<RuleSet> rules = ParseRuleSet(text);
    if (!rules.ok()) {
      ASSERT_TRUE(absl::IsInvalidArgument(rules.status()));
      continue;
    }
    ++accepted;
    EXPECT_EQ(rules->digest, base::Sha256({text}));
    EXPECT_FALSE(rules->id.empty() || rules->title.empty());
    for (const TimeLimit& limit : rules->time_limits) {
      EXPECT_TRUE(limit.period.InBounds());
      EXPECT_FALSE(limit.origin.source.empty() || limit.origin.article.empty());
    }
    for (const RequirementRule& requirement : rules->requirements) {
      EXPECT_FALSE(requirement.origin.source.empty());
    }
  }
  // Changes inside titles and notes are harmless: both ways were taken.
  EXPECT_GT(accepted, 50);
  EXPECT_LT(accepted, 3950);
}

}  // namespace
}  // namespace sijill::rules
