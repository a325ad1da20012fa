// SPDX-License-Identifier: Apache-2.0
#include "tests/fault/node_history.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "common/base/text.h"
#include "common/config/environment.h"
#include "common/testing/deliveries.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::testing {

absl::StatusOr<casefile::Receipt> NodeHistory::Propose(int number) {
  const base::AgencyName interior = node_.Agency("interior");
  const auto opening = OpeningOf(interior, {"north.example", "south.example"},
                                 base::StrCat("case ", number));
  return node_.Propose(
      {opening, EventOf(opening.stream, interior, {"north.example"},
                        v1::EVENT_KIND_GATE_RECORDED, "gate")},
      base::StrCat("request ", number));
}

bool NodeHistory::Write(int commands) {
  for (int i = 0; i < commands; ++i) {
    clock_.Advance(absl::Seconds(2));  // `released` is synced each time
    const int number = asked_++;
    auto receipt = Propose(number);
    if (!receipt.ok()) {
      EXPECT_TRUE(absl::IsUnavailable(receipt.status())) << receipt.status();
      EXPECT_NE(node_.fatal(), "") << receipt.status();
      // It answers nothing more.
      EXPECT_FALSE(Propose(asked_++).ok());
      return false;
    }
    answers_.push_back({.number = number, .receipt = *std::move(receipt)});
  }
  return true;
}

void NodeHistory::ExpectAllThere() {
  for (const Answer& answer : answers_) {
    const auto receipt = Propose(answer.number);
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    EXPECT_EQ(*receipt, answer.receipt) << "request " << answer.number;
  }
  EXPECT_EQ(node_.Findings(), "");
}

std::string EmptyDirectory(const std::string& name) {
  const std::string directory =
      base::StrCat(::testing::TempDir(), "/sijill_", getpid(), "_", name);
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  return directory;
}

bool IsLong() { return config::Environment("SIJILL_LONG").has_value(); }

}  // namespace sijill::testing
