// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/library_log.h"

#include <gmock/gmock.h>
#include <grpc/support/log.h>
#include <gtest/gtest.h>

#include <string>

#include "common/time/simulated_clock.h"
#include "google/rpc/error_details.pb.h"

namespace sijill::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(LibraryLogTest, TellsThePlaceAndNeverTheText) {
  // For the rest of this process: gRPC has one log function.
  static std::string* const written = new std::string;
  static auto* const clock = new time::SimulatedClock(absl::UnixEpoch());
  static auto* const log =
      new observe::Log(*clock, [](std::string_view line) { *written += line; });
  RouteLibraryLogs(*log);
  gpr_log(GPR_ERROR, "no peer called %s", "Amina");
  EXPECT_THAT(*written, HasSubstr("\"source\":\"library_log_test.cc\""));
  EXPECT_THAT(*written, Not(HasSubstr("Amina")));
  written->clear();
  google::rpc::ErrorInfo info;  // protobuf complains of what is no UTF-8
  EXPECT_FALSE(
      info.ParseFromString("\x0a\x06"
                           "Amina\xff"));
  EXPECT_THAT(*written, HasSubstr("\"event\":\"library_log\""));
  EXPECT_THAT(*written, Not(HasSubstr("Amina")));
}

}  // namespace
}  // namespace sijill::rpc
