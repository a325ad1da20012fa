// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/request_text.h"

#include <random>
#include <string>

#include "common/refusal/refusal.h"
#include "common/rpc/method_table.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace sijill::rpc {
namespace {

using google::rpc::BadRequest;
using ::testing::ElementsAre;

// The bytes of a message whose texts are, once "@" is replaced, not UTF-8.
std::string Spoilt(const BadRequest& message) {
  std::string bytes = message.SerializeAsString();
  for (char& c : bytes) {
    if (c == '@') c = '\xff';
  }
  return bytes;
}

BadRequest TwoViolations(const char* first, const char* second) {
  BadRequest message;
  message.add_field_violations()->set_field(first);
  message.add_field_violations()->set_description(second);
  return message;
}

TEST(RequestTextTest, EveryTextThatIsNotUtf8IsNamedByItsPath) {
  MethodTable table;
  table.Add<BadRequest, BadRequest>(
      "/test.v1.Echo/Say", [](const Call&, const BadRequest& request) {
        return absl::StatusOr<BadRequest>(request);
      });
  const auto id =
      pki::SpiffeId::Parse("spiffe://aa.example/agency/ministry/system/s1");
  ASSERT_TRUE(id.ok()) << id.status();
  const auto refusal = [&](const std::string& bytes) {
    const Call call{.principal = {.id = *id}, .request_bytes = bytes};
    return (*table.Find("/test.v1.Echo/Say"))(call).status();
  };
  EXPECT_TRUE(refusal(TwoViolations("one", "two").SerializeAsString()).ok());
  const absl::Status status = refusal(Spoilt(TwoViolations("n@me", "@")));
  EXPECT_EQ(refusal::ReasonOf(status), "INVALID_FIELDS");
  EXPECT_THAT(refusal::FieldViolationsOf(status),
              ElementsAre(refusal::FieldViolation{"field_violations[0].field",
                                                  "not UTF-8"},
                          refusal::FieldViolation{
                              "field_violations[1].description", "not UTF-8"}));
  // The end is missing: no message at all.
  std::string cut = Spoilt(TwoViolations("n@me", "@"));
  cut.pop_back();
  EXPECT_EQ(refusal::ReasonOf(refusal(cut)), "UNPARSABLE_REQUEST");
}

TEST(RequestTextTest, WhateverBytesComeThereIsAnAnswer) {
  constexpr uint32_t kSeed = 20;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);
  const std::string good = Spoilt(TwoViolations("n@me", "a description @"));
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = good;
    for (auto n = random() % 4; n > 0; --n) {
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    }
    bytes.resize(random() % (bytes.size() + 1));
    const auto reason =
        refusal::ReasonOf(UnparsableRequest(*BadRequest::descriptor(), bytes));
    EXPECT_TRUE(reason == "INVALID_FIELDS" || reason == "UNPARSABLE_REQUEST");
  }
}

}  // namespace
}  // namespace sijill::rpc
