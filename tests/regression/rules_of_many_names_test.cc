// SPDX-License-Identifier: Apache-2.0
// Each name of a list was compared with all before it: a rule set of the size
// that is allowed took minutes. Such a regression shows as a timeout.
#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule_set.h"

namespace sijill::rules {
namespace {

TEST(RulesOfManyNamesTest, AFullDocumentIsReadAtOnce) {
  std::string json = R"({"posts":["first")";
  for (int i = 0; json.size() < 1'000'000; ++i) {
    json += ",\"" + std::to_string(i) + "\"";
  }
  const auto set = ParseRuleSet(json + "]}");
  EXPECT_TRUE(absl::IsInvalidArgument(set.status()));
  const std::string problems(set.status().message());
  EXPECT_EQ(problems.find("$.posts"), std::string::npos) << "all are distinct";
  const auto twice = ParseRuleSet(json + ",\"first\"]}");
  EXPECT_NE(std::string(twice.status().message()).find("$.posts"),
            std::string::npos);
}

}  // namespace
}  // namespace sijill::rules
