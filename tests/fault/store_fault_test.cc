// SPDX-License-Identifier: Apache-2.0
// Every write of the store and of the key store fails once, both ways: before
// it reached the disk, and after. The node ends; nothing it answered is lost.
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/fault/faulty_disk.h"
#include "tests/fault/node_history.h"

namespace sijill::testing {
namespace {

constexpr int kCommands = 3;

// A first start, commands, a restart, more commands. False if it was cut short.
bool Work(NodeFixture& node, NodeHistory& history) {
  if (!node.Start().ok() || !history.Write(kCommands)) return false;
  node.Stop();
  return node.Start().ok() && history.Write(kCommands);
}

class StoreFaultTest : public ::testing::TestWithParam<const char*> {
 protected:
  // The number of operations that Work() needs where all goes well.
  uint64_t Operations() {
    const std::string directory = EmptyDirectory("count");
    FaultyDisk disk(GetParam());
    time::SimulatedClock clock{absl::FromUnixSeconds(1790000000)};
    NodeFixture node({.directory = directory, .env = disk.env()}, clock);
    NodeHistory history(node, clock);
    EXPECT_TRUE(Work(node, history));
    const uint64_t operations = disk.operations();
    node.Stop();
    std::filesystem::remove_all(directory);
    return operations;
  }

  void FailOnce(uint64_t at, Failure failure, bool power_is_cut) {
    const std::string directory = EmptyDirectory("fault");
    {
      FaultyDisk disk(GetParam());
      time::SimulatedClock clock{absl::FromUnixSeconds(1790000000)};
      NodeFixture node({.directory = directory, .env = disk.env()}, clock);
      NodeHistory history(node, clock);
      disk.FailAt(at, failure);
      const bool whole = Work(node, history);
      // What fails behind the commits (when files are tidied up) may pass.
      EXPECT_TRUE(disk.failed() || whole);
      node.Stop();
      disk.FailAt(0, failure);
      if (power_is_cut) disk.CutPower();
      const absl::Status again = node.Start();
      ASSERT_TRUE(again.ok()) << again;
      history.ExpectAllThere();
      EXPECT_TRUE(history.Write(1));
      history.ExpectAllThere();
    }
    std::filesystem::remove_all(directory);
  }
};

TEST_P(StoreFaultTest, NothingAnsweredIsLostWhicheverWriteFails) {
  const uint64_t operations = Operations();
  ASSERT_GT(operations, 20u);
  const uint64_t step = IsLong() ? 1 : 5;
  for (uint64_t at = 1; at <= operations; at += step) {
    for (const Failure failure : {Failure::kBefore, Failure::kAfter}) {
      for (const bool power_is_cut : {false, true}) {
        // In the short form one of the two, in turn.
        if (!IsLong() && power_is_cut != (at / step % 2 == 0)) continue;
        SCOPED_TRACE(::testing::Message()
                     << GetParam() << ", operation " << at << " of "
                     << operations << ", failure " << static_cast<int>(failure)
                     << ", power is cut: " << power_is_cut);
        FailOnce(at, failure, power_is_cut);
        if (HasFatalFailure()) return;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Both, StoreFaultTest,
                         ::testing::Values("/store/", "/keys/"),
                         [](const auto& which) {
                           return which.param == std::string("/keys/")
                                      ? "KeyStore"
                                      : "Store";
                         });

}  // namespace
}  // namespace sijill::testing
