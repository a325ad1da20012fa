// SPDX-License-Identifier: Apache-2.0
// Commands: repeated, excluding each other, late, malformed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "common/base/text.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

using testing::EventOf;
using testing::OpeningOf;

class CommandTest : public ::testing::Test {
 protected:
  CommandTest() {
    const absl::Status started = node_.Start();
    EXPECT_TRUE(started.ok()) << started;
  }

  Proposal Opening(std::string_view name = "one") const {
    return OpeningOf(interior_, both_, name);
  }
  Proposal Approval(const Proposal& opening, std::string_view text) const {
    return EventOf(opening.stream, interior_, both_, v1::EVENT_KIND_APPROVED,
                   text);
  }
  uint64_t SizeOf(ledger::LogKind log) {
    return *node_.casefile().Log(log)->Size();
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  testing::NodeFixture node_{{}, clock_};
  const base::AgencyName interior_ = node_.Agency("interior");
  const std::vector<std::string> both_ = {"north.example", "south.example"};
  const std::vector<std::string> own_ = {"north.example"};
};

TEST_F(CommandTest, ARepeatedRequestGetsTheSameReceipt) {
  const auto first = node_.Propose({Opening()}, "open");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = node_.Propose({Opening()}, "open");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *first);
  const uint64_t size = SizeOf(ledger::LogKind::kShared);
  ASSERT_TRUE(node_.Restart().ok());
  EXPECT_EQ(*node_.Propose({Opening()}, "open"), *first);
  EXPECT_EQ(SizeOf(ledger::LogKind::kShared), size);
  const Command command = node_.CommandOf({Opening()}, "open");
  const auto known = node_.casefile().Known(interior_, command.request_id,
                                            command.request_hmac);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(**known, *first);
}

TEST_F(CommandTest, ARequestIdIsNotUsedForAnotherRequest) {
  ASSERT_TRUE(node_.Propose({Opening()}, "open").ok());
  Command other = node_.CommandOf({Opening("two")}, "open");
  other.request_hmac = node_.casefile().RequestHmac("/test", "other");
  EXPECT_TRUE(absl::IsAlreadyExists(
      node_.casefile()
          .Known(interior_, other.request_id, other.request_hmac)
          .status()));
  EXPECT_TRUE(absl::IsAlreadyExists(node_.casefile().Propose(other).status()));
}

}  // namespace
}  // namespace sijill::casefile
