// SPDX-License-Identifier: Apache-2.0
#include "common/rules/layers.h"

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rules/test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::rules {
namespace {

using ::testing::HasSubstr;

const Scope kToKazakhstan = {Procedure::kReadmission, "NLD", "KAZ", ""};
const Scope kToEgypt = {Procedure::kDocumentRequest, "NLD", "EGY", "embassy"};
const absl::CivilDay kToday(2026, 11, 22);

// A layer under the Benelux agreement that changes one value and adds one.
RuleSet Layered(std::string_view layer, std::string_view limits,
                std::string_view silence = "") {
  const absl::StatusOr<RuleSet> rules = ParseRuleSet(base::StrCat(
      R"({"format":1,"id":"made-)", layer, R"(","version":4,"title":"Made )",
      layer, R"(","layer":")", layer,
      R"(","procedures":["readmission"],"parties":{"requesting":["NLD"],)"
      R"("requested":["KAZ"],"both_ways":false},"sources":{"s":"a text"},)"
      R"("validity":{},"verified":true,"time_limits":[)",
      limits, R"(],"silence":[)", silence,
      R"(],"terms":[],"evidence":[],"requirements":[]})"));
  EXPECT_TRUE(rules.ok()) << rules.status();
  return *rules;
}

std::string ReplyWithin(int days) {
  return base::StrCat(
      R"({"id":"reply","amount":)", days,
      R"(,"unit":"working_day","start":"receipt_confirmed","article":"2",)"
      R"("source":"s","verified":true})");
}

constexpr std::string_view kInterview =
    R"({"id":"interview","amount":3,"unit":"working_day","start":"received",)"
    R"("article":"3","source":"s","verified":true})";

TEST(LayersTest, ALowerLayerOverridesByIdAndAdds) {
  const RuleSet sets[] = {
      Kazakhstan(), Layered("protocol", ReplyWithin(14)),
      Layered("practice", base::StrCat(ReplyWithin(10), ",", kInterview))};
  const auto rules = Rules::Resolve(sets, kToKazakhstan);
  ASSERT_TRUE(rules.ok()) << rules.status();
  const TimeLimit* reply = rules->time_limit(limit::kReply);
  ASSERT_NE(reply, nullptr);
  EXPECT_EQ(reply->period, (Period{10, Unit::kWorkingDay}));
  EXPECT_EQ(reply->origin.layer, Layer::kPractice);
  EXPECT_EQ(reply->origin.rule_set, "made-practice");
  EXPECT_EQ(reply->origin.version, 4u);
  EXPECT_NE(rules->time_limit(limit::kInterview), nullptr);
  const TimeLimit* window = rules->time_limit(limit::kTransferWindow);
  ASSERT_NE(window, nullptr);
  EXPECT_EQ(window->origin.layer, Layer::kAgreement);
  EXPECT_EQ(window->origin.article, "7(4)");
  EXPECT_EQ(rules->time_limits().size(), 9u);
  // The agreement's word on silence stands.
  EXPECT_EQ(rules->silence(limit::kReply)->effect,
            Silence::Effect::kDeemedAgreed);
  EXPECT_THAT(rules->title(), HasSubstr(", then Made protocol, then Made "));
}

TEST(LayersTest, TheOrderInWhichLayersAreGivenHasNoSay) {
  const RuleSet down[] = {Kazakhstan(), Layered("protocol", ReplyWithin(14)),
                          Layered("practice", ReplyWithin(10))};
  const RuleSet up[] = {down[2], down[0], down[1]};
  const auto one = Rules::Resolve(down, kToKazakhstan);
  const auto other = Rules::Resolve(up, kToKazakhstan);
  ASSERT_TRUE(one.ok() && other.ok());
  EXPECT_EQ(one->digest(), other->digest());
  EXPECT_EQ(one->layers(), other->layers());
  EXPECT_EQ(*one->time_limit(limit::kReply), *other->time_limit(limit::kReply));
}

TEST(LayersTest, TheDigestCommitsToEveryLayer) {
  const RuleSet agreement = Kazakhstan();
  const RuleSet protocol = Layered("protocol", ReplyWithin(14));
  const RuleSet both[] = {agreement, protocol};
  const auto rules = Rules::Resolve(both, kToKazakhstan);
  ASSERT_TRUE(rules.ok());
  const std::string tag("sijill/rules/v1\0", 16);
  EXPECT_EQ(rules->digest(),
            base::Sha256({tag, std::string_view("\0\0\0\2", 4),
                          agreement.digest.view(), protocol.digest.view()}));
  EXPECT_NE(rules->digest(),
            Rules::Resolve({both, 1}, kToKazakhstan)->digest());
}

TEST(LayersTest, LayersThatDoNotFitTheCaseAreRefused) {
  const RuleSet agreement = Kazakhstan();
  const auto refusal = [](std::span<const RuleSet> sets, const Scope& scope) {
    return std::string(Rules::Resolve(sets, scope).status().message());
  };
  const RuleSet egypt = Egypt();
  EXPECT_THAT(refusal({&agreement, 1}, kToEgypt), HasSubstr("does not cover"));
  EXPECT_THAT(
      refusal({&agreement, 1}, {Procedure::kReadmission, "NLD", "BEL", ""}),
      HasSubstr("does not cover"));
  EXPECT_THAT(refusal({&egypt, 1},
                      {Procedure::kDocumentRequest, "EGY", "NLD", "embassy"}),
              HasSubstr("does not cover"));
  EXPECT_THAT(refusal({&egypt, 1},
                      {Procedure::kDocumentRequest, "NLD", "EGY", "consulate"}),
              HasSubstr("does not cover"));
  EXPECT_THAT(
      refusal({&agreement, 1}, {Procedure::kDocumentRequest, "NLD", "KAZ", ""}),
      HasSubstr("does not cover"));
  const RuleSet twice[] = {agreement, agreement};
  EXPECT_THAT(refusal(twice, kToKazakhstan), HasSubstr("of the same layer"));
  const RuleSet silent = Layered(
      "protocol", "",
      R"({"limit":"reply","effect":"deemed_agreed","article":"1","source":"s",)"
      R"("verified":true})");
  EXPECT_THAT(refusal({&silent, 1}, kToKazakhstan),
              HasSubstr("silence on reply, for which no layer has a limit"));
  // The agreement binds both ways, the practice one.
  EXPECT_TRUE(Rules::Resolve({&agreement, 1},
                             {Procedure::kReadmission, "KAZ", "LUX", ""})
                  .ok());
  EXPECT_TRUE(Rules::Resolve({&egypt, 1}, kToEgypt).ok());
}

TEST(LayersTest, NoneHasNoClockNoSilenceAndNoGrade) {
  const Rules& none = Rules::None();
  EXPECT_EQ(none.title(), "consular cooperation, no agreed time limit");
  EXPECT_TRUE(none.layers().empty());
  EXPECT_TRUE(none.time_limits().empty());
  EXPECT_TRUE(none.evidence().empty());
  EXPECT_TRUE(none.requirements().empty());
  EXPECT_EQ(none.time_limit(limit::kReply), nullptr);
  EXPECT_EQ(none.silence(limit::kReply), nullptr);
  EXPECT_FALSE(none.Flag(term::kRefusalReasons));
  EXPECT_FALSE(none.PeriodOf(term::kDocumentMinValidity).has_value());
  EXPECT_FALSE(none.TextOf(term::kDocumentOpenedBy).has_value());
  EXPECT_TRUE(none.AppliesOn("live.example", kToday));
}

TEST(LayersTest, TermsAreReadByTheirType) {
  const RuleSet agreement = Kazakhstan();
  const auto rules = Rules::Resolve({&agreement, 1}, kToKazakhstan);
  ASSERT_TRUE(rules.ok());
  EXPECT_TRUE(rules->Flag(term::kRefusalReasons));
  EXPECT_FALSE(rules->Flag(term::kDocumentMinValidity));
  EXPECT_EQ(rules->PeriodOf(term::kDocumentMinValidity),
            (Period{6, Unit::kMonth}));
  EXPECT_EQ(rules->TextOf(term::kDataProtection), "13");
  EXPECT_FALSE(rules->PeriodOf(term::kDataProtection).has_value());
}

TEST(LayersTest, WithoutAVerifiedDateOfEntryIntoForceOnlyTrainingApplies) {
  RuleSet set = Kazakhstan();
  EXPECT_TRUE(set.AppliesOn("training.demo", kToday));
  EXPECT_TRUE(Egypt().AppliesOn("training.demo", kToday));
  for (const char* live :
       {"live.example", "training", "xtraining.demo", "Training.demo", ""}) {
    EXPECT_FALSE(set.AppliesOn(live, kToday)) << live;
    EXPECT_FALSE(Egypt().AppliesOn(live, kToday)) << live;
  }
  set.validity.in_force = {.from = kToday, .origin = {.verified = false}};
  EXPECT_FALSE(set.AppliesOn("live.example", kToday));
  set.validity.in_force->origin.verified = true;
  EXPECT_TRUE(set.AppliesOn("live.example", kToday));
  EXPECT_FALSE(set.AppliesOn("live.example", kToday - 1));
  set.validity.until = kToday;
  EXPECT_TRUE(set.AppliesOn("live.example", kToday));
  EXPECT_FALSE(set.AppliesOn("live.example", kToday + 1));
  const auto rules = Rules::Resolve({&set, 1}, kToKazakhstan);
  EXPECT_FALSE(rules->AppliesOn("live.example", kToday + 1));
}

}  // namespace
}  // namespace sijill::rules
