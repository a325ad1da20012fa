// SPDX-License-Identifier: Apache-2.0
#include "common/refusal/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/cord.h"
#include "google/rpc/error_details.pb.h"

namespace sijill::refusal {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(RefusalTest, CarriesItsReasonForProgramsAndItsSentenceForPeople) {
  const absl::Status status =
      Refuse(absl::StatusCode::kFailedPrecondition, "TRANSFER_ON_HOLD",
             "A hold stands on this transfer.", {{"role", "border"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(std::string(status.message()), "A hold stands on this transfer.");
  EXPECT_EQ(ReasonOf(status), "TRANSFER_ON_HOLD");
  EXPECT_THAT(MetadataOf(status), ElementsAre(Pair("role", "border")));
}

TEST(RefusalTest, APayloadIsTheErrorInfoThatEveryGrpcClientReads) {
  const absl::Status status =
      Refuse(absl::StatusCode::kAborted, "GUARD_MOVED", "Decide again.");
  const auto bytes =
      status.GetPayload("type.googleapis.com/google.rpc.ErrorInfo");
  ASSERT_TRUE(bytes.has_value());
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(info.ParseFromString(std::string(*bytes)));
  EXPECT_EQ(info.reason(), "GUARD_MOVED");
  EXPECT_EQ(info.domain(), "sijill");
}

TEST(RefusalTest, AReasonIsAConstantInUpperCase) {
  for (const char* wrong : {"", "lower", "1ST", "WITH SPACE", "A-B"}) {
    EXPECT_EQ(Refuse(absl::StatusCode::kAborted, wrong, "").code(),
              absl::StatusCode::kInternal)
        << wrong;
  }
  EXPECT_EQ(Refuse(absl::StatusCode::kAborted, std::string(64, 'A'), "").code(),
            absl::StatusCode::kInternal);
  EXPECT_EQ(Refuse(absl::StatusCode::kOk, "FINE", "").code(),
            absl::StatusCode::kInternal);
}

TEST(RefusalTest, EveryWrongFieldIsNamedAtOnce) {
  FieldProblems problems;
  EXPECT_TRUE(problems.empty());
  EXPECT_TRUE(problems.status().ok());
  problems.Add("person.date_of_birth", "must be a date");
  problems.Add("request_id", "must be a UUID");
  const absl::Status status = problems.status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), "INVALID_FIELDS");
  EXPECT_THAT(std::string(status.message()), HasSubstr("request_id"));
  EXPECT_THAT(
      FieldViolationsOf(status),
      ElementsAre(FieldViolation{"person.date_of_birth", "must be a date"},
                  FieldViolation{"request_id", "must be a UUID"}));
}

TEST(RefusalTest, OfVeryManyWrongFieldsTheFirstAreNamedAndTheRestCounted) {
  FieldProblems problems;
  for (int i = 0; i < 1000; ++i) {
    problems.Add("names[" + std::to_string(i) + "].latin", "required");
  }
  const absl::Status status = problems.status();
  const auto violations = FieldViolationsOf(status);
  ASSERT_EQ(violations.size(), 26u);
  EXPECT_EQ(violations[24].field, "names[24].latin");
  EXPECT_EQ(violations[25], (FieldViolation{"*", "and 975 more problems"}));
  // What gRPC sends in an answer's trailers has its bounds.
  size_t size = status.message().size();
  status.ForEachPayload([&](absl::string_view, const absl::Cord& bytes) {
    size += bytes.size();
  });
  EXPECT_LT(size, 4096u);
}

TEST(RefusalTest, ARetryHintIsRoundedUpAndLeavesTheReason) {
  const absl::Status busy =
      Refuse(absl::StatusCode::kResourceExhausted, "QUEUE_FULL", "Busy.");
  const absl::Status hinted =
      RetryAfter(busy, absl::Seconds(2) + absl::Microseconds(1));
  EXPECT_EQ(RetryDelayOf(hinted), absl::Milliseconds(2001));
  EXPECT_EQ(ReasonOf(hinted), "QUEUE_FULL");
  EXPECT_EQ(RetryDelayOf(RetryAfter(busy, -absl::Seconds(1))),
            absl::ZeroDuration());
  EXPECT_EQ(RetryDelayOf(RetryAfter(busy, absl::InfiniteDuration())),
            absl::Hours(24 * 365));
}

TEST(RefusalTest, AStatusWithoutDetailsHasNone) {
  const absl::Status bare = absl::NotFoundError("no such case");
  EXPECT_EQ(ReasonOf(bare), std::nullopt);
  EXPECT_THAT(MetadataOf(bare), IsEmpty());
  EXPECT_THAT(FieldViolationsOf(bare), IsEmpty());
  EXPECT_EQ(RetryDelayOf(bare), std::nullopt);
}

TEST(RefusalTest, AnothersReasonAndBrokenBytesAreNoReason) {
  google::rpc::ErrorInfo info;
  info.set_reason("TRANSFER_ON_HOLD");
  info.set_domain("example.org");
  absl::Status foreign = absl::AbortedError("x");
  foreign.SetPayload("type.googleapis.com/google.rpc.ErrorInfo",
                     absl::Cord(info.SerializeAsString()));
  EXPECT_EQ(ReasonOf(foreign), std::nullopt);
  foreign.SetPayload("type.googleapis.com/google.rpc.ErrorInfo",
                     absl::Cord("\xff\xff"));
  EXPECT_EQ(ReasonOf(foreign), std::nullopt);
}

}  // namespace
}  // namespace sijill::refusal
