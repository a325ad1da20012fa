// SPDX-License-Identifier: Apache-2.0
// The shipped rules, as a test reads them (from the root of the repository).
#pragma once

#include <fstream>
#include <iterator>
#include <string>

#include "common/rules/rule_set.h"
#include "gtest/gtest.h"

namespace sijill::rules {

inline std::string ShippedBytes(const std::string& name) {
  std::ifstream file("deploy/rules/" + name, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << name;
  return {std::istreambuf_iterator<char>(file), {}};
}

inline RuleSet Shipped(const std::string& name) {
  absl::StatusOr<RuleSet> rules = ParseRuleSet(ShippedBytes(name));
  EXPECT_TRUE(rules.ok()) << rules.status();
  return rules.ok() ? *std::move(rules) : RuleSet();
}

inline RuleSet Kazakhstan() { return Shipped("benelux-kazakhstan-2015.json"); }
inline RuleSet Egypt() { return Shipped("netherlands-egypt-practice.json"); }

}  // namespace sijill::rules
