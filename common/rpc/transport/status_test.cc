// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/cord.h"
#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

TEST(StatusTest, ARefusalArrivesAsItWasMade) {
  const absl::Status refused = refusal::RetryAfter(
      refusal::Refuse(absl::StatusCode::kFailedPrecondition, "ON_HOLD",
                      "A hold stands.", {{"role", "border"}}),
      absl::Seconds(3));
  const absl::Status arrived = FromGrpc(ToGrpc(refused, "unused"));
  EXPECT_EQ(arrived, refused);
  EXPECT_EQ(refusal::RetryDelayOf(arrived), absl::Seconds(3));
  EXPECT_EQ(IncidentOf(arrived), std::nullopt);
}

TEST(StatusTest, OkIsOkBothWays) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus(), "").ok());
  EXPECT_TRUE(FromGrpc(grpc::Status::OK).ok());
}

TEST(StatusTest, AFaultKeepsItsCodeAndGetsAnIncidentInsteadOfItsText) {
  for (absl::Status fault :
       {absl::InternalError("key /srv/k.pem"), absl::DataLossError("/srv/k"),
        absl::UnknownError("/srv/k"), absl::UnavailableError("/srv/k")}) {
    fault.SetPayload("type.googleapis.com/x.Detail", absl::Cord("/srv/k"));
    const grpc::Status told = ToGrpc(fault, "1f2e");
    EXPECT_THAT(told.error_message(), Not(HasSubstr("srv")));
    EXPECT_THAT(told.error_details(), Not(HasSubstr("srv")));
    const absl::Status arrived = FromGrpc(told);
    EXPECT_EQ(arrived.code(), fault.code());
    EXPECT_EQ(IncidentOf(arrived), "1f2e");
  }
}

TEST(StatusTest, ARefusalThatSaysUnavailableIsNoFault) {
  const absl::Status refused = refusal::Refuse(
      absl::StatusCode::kUnavailable, "PEER_DOWN", "The peer does not answer.");
  EXPECT_FALSE(IsFault(refused));
  EXPECT_EQ(FromGrpc(ToGrpc(refused, "")), refused);
}

TEST(StatusTest, ALongRefusalFitsIntoHeadersAndKeepsItsReason) {
  refusal::FieldProblems problems;
  for (int i = 0; i < 500; ++i) {
    problems.Add(base::StrCat("field_", i), "مطلوب");
  }
  const grpc::Status told = ToGrpc(problems.status(), "");
  EXPECT_LE(told.error_message().size(), 512u);
  EXPECT_TRUE(base::IsUtf8(told.error_message()));
  EXPECT_LE(told.error_details().size(), 4096u);
  EXPECT_EQ(refusal::ReasonOf(FromGrpc(told)), "INVALID_FIELDS");
}

TEST(StatusTest, DetailsThatAreNoneLeaveCodeAndMessage) {
  const absl::Status status = FromGrpc(
      grpc::Status(grpc::StatusCode::NOT_FOUND, "no case", "\xff\xff\xff"));
  EXPECT_EQ(status, absl::NotFoundError("no case"));
}

TEST(StatusTest, AnyDetailsFromAServerAreReadWithoutHarm) {
  constexpr unsigned kSeed = 7;
  SCOPED_TRACE(kSeed);
  std::mt19937 random(kSeed);  // NOLINT: the same inputs each time
  const std::string good =
      ToGrpc(refusal::Refuse(absl::StatusCode::kAborted, "MOVED", "Again."), "")
          .error_details();
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = good;
    for (int flips = 0; flips < 3; ++flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random() & 0xff);
    }
    bytes.resize(random() % (bytes.size() + 1));
    const absl::Status status =
        FromGrpc(grpc::Status(grpc::StatusCode::ABORTED, "m", bytes));
    ASSERT_EQ(status.code(), absl::StatusCode::kAborted);
    refusal::ReasonOf(status);
    IncidentOf(status);
  }
}

}  // namespace
}  // namespace sijill::rpc
