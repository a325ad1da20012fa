// SPDX-License-Identifier: Apache-2.0
// Every position that a caller named took a snapshot of the store: millions fit
// into one request.
#include <gtest/gtest.h>

#include "common/command/caller.h"
#include "common/command/testing/office_fixture.h"
#include "common/refusal/refusal.h"

namespace sijill::command {
namespace {

TEST(PositionsWithoutEndTest, MoreThanSixteenAreRefusedUnread) {
  testing::OfficeFixture fixture;
  const Office office = fixture.office();
  const rpc::Call call = testing::OfficeFixture::CallOf(
      testing::kOfficer, "/sijill.v1.ReadmissionService/GetCase", "");
  v1::Caller caller;
  caller.set_purpose(v1::PURPOSE_CASE_HANDLING);
  for (int i = 0; i < 16; ++i) caller.add_at_least()->set_log(v1::LOG_SHARED);
  EXPECT_TRUE(ResolveCaller(office, call, caller).ok());
  // Beyond the log, which would be another refusal.
  caller.mutable_at_least(0)->set_size(UINT64_MAX);
  EXPECT_EQ(refusal::ReasonOf(ResolveCaller(office, call, caller).status()),
            "NOT_YET_READ");
  caller.add_at_least()->set_log(v1::LOG_SHARED);
  const auto refused = ResolveCaller(office, call, caller);
  const auto fields = refusal::FieldViolationsOf(refused.status());
  ASSERT_EQ(fields.size(), 1u) << refused.status();
  EXPECT_EQ(fields.front().field, "caller.at_least");
}

}  // namespace
}  // namespace sijill::command
