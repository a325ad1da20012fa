// SPDX-License-Identifier: Apache-2.0
// Every vector of a second implementation of FORMAT.md.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/conformance/vectors.h"

namespace sijill::conformance {
namespace {

// Vectors that went missing must not look like vectors that hold.
constexpr size_t kAccepted = 99;
constexpr size_t kRefused = 182;

const Json& Vectors() {
  static const Json vectors = [] {
    std::ifstream file("tests/conformance/bytes.json");
    return Json::parse(file);
  }();
  return vectors;
}

const Operations& AllOperations() {
  static const Operations operations = [] {
    Operations all;
    AddHeaderOperations(all);
    AddSealOperations(all);
    AddContentOperations(all);
    AddDerivedOperations(all);
    return all;
  }();
  return operations;
}

// The answer to one vector; a failure if nobody knows what it asks for.
absl::StatusOr<Json> AnswerTo(const Json& vector) {
  const std::string what = TextOf(vector, "what");
  const auto operation = AllOperations().find(what);
  if (operation == AllOperations().end()) {
    ADD_FAILURE() << "no operation " << what;
    return absl::UnimplementedError(what);
  }
  return operation->second(vector.at("in"));
}

TEST(ConformanceTest, GivesExactlyWhatTheAcceptedVectorsSay) {
  size_t count = 0;
  for (const Json& vector : Vectors().at("accepted")) {
    SCOPED_TRACE(TextOf(vector, "what") + ": " + TextOf(vector, "name"));
    const absl::StatusOr<Json> out = AnswerTo(vector);
    EXPECT_TRUE(out.ok()) << out.status();
    // As maps: the order of a JSON object's members says nothing.
    if (out.ok()) {
      EXPECT_EQ(nlohmann::json(*out), nlohmann::json(vector.at("out")));
    }
    ++count;
  }
  EXPECT_EQ(count, kAccepted);
}

TEST(ConformanceTest, RefusesWhatTheRefusedVectorsSay) {
  size_t count = 0;
  for (const Json& vector : Vectors().at("refused")) {
    SCOPED_TRACE(TextOf(vector, "what") + ": " + TextOf(vector, "name"));
    const absl::StatusOr<Json> out = AnswerTo(vector);
    EXPECT_FALSE(out.ok()) << "accepted, although " << TextOf(vector, "why");
    if (!out.ok()) {
      const auto code = out.status().code();
      EXPECT_TRUE(code == absl::StatusCode::kInvalidArgument ||
                  code == absl::StatusCode::kDataLoss)
          << out.status();
    }
    ++count;
  }
  EXPECT_EQ(count, kRefused);
}

TEST(ConformanceTest, EveryOperationHasAnAcceptedVector) {
  std::set<std::string> asked;
  for (const Json& vector : Vectors().at("accepted")) {
    asked.insert(TextOf(vector, "what"));
  }
  for (const auto& [what, operation] : AllOperations()) {
    EXPECT_TRUE(asked.contains(what)) << what;
  }
}

}  // namespace
}  // namespace sijill::conformance
