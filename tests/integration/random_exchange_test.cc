// SPDX-License-Identifier: Apache-2.0
// Whatever way lanes come, in whatever order, how often and between whatever
// restarts: two nodes that hold the same lanes hold the same case.
#include "tests/integration/random_exchange.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "common/base/text.h"
#include "gtest/gtest.h"
#include "tests/integration/shared_lanes.h"

namespace sijill::integration {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kFirstSeed = 20'260'301;
constexpr int kSteps = 120;

uint64_t Histories() {
  return std::getenv("SIJILL_LONG") != nullptr ? 200 : 10;
}

class RandomExchangeTest : public ::testing::Test {
 protected:
  RandomExchangeTest() { fs::create_directories(directory_); }
  ~RandomExchangeTest() override { fs::remove_all(directory_); }

  const std::string directory_ =
      (fs::temp_directory_path() /
       base::StrCat("sijill_exchange_", std::to_string(getpid())))
          .string();
};

void ExpectTheSame(RandomExchange& exchange) {
  for (const base::StreamName& stream : exchange.cases()) {
    const auto north =
        SharedLanes(exchange.north(), stream, exchange.domains());
    const auto south =
        SharedLanes(exchange.south(), stream, exchange.domains());
    EXPECT_EQ(IdsOf(north), IdsOf(south)) << stream.str();
    EXPECT_TRUE(FoldOf(stream, north) == FoldOf(stream, south)) << stream.str();
  }
  EXPECT_EQ(exchange.north().Findings(), "");
  EXPECT_EQ(exchange.south().Findings(), "");
  EXPECT_EQ(exchange.north().fatal() + exchange.south().fatal(), "");
}

TEST_F(RandomExchangeTest, NodesThatHoldTheSameLanesFoldThemToTheSameBytes) {
  RandomExchange::Count all;
  for (uint64_t seed = kFirstSeed; seed < kFirstSeed + Histories(); ++seed) {
    std::cout << "seed " << seed << "\n";
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const std::string directory = directory_ + "/" + std::to_string(seed);
    fs::create_directory(directory);
    RandomExchange exchange(seed, directory);
    exchange.Run(kSteps);
    if (HasFatalFailure()) return;
    ExpectTheSame(exchange);
    ASSERT_TRUE(exchange.north().Restart().ok());
    ASSERT_TRUE(exchange.south().Restart().ok());
    ExpectTheSame(exchange);
    fs::remove_all(directory);
    const RandomExchange::Count& count = exchange.count();
    EXPECT_EQ(count.restores, 1);
    all.written += count.written;
    all.taken += count.taken;
    all.repeated += count.repeated;
    all.stale += count.stale;
    all.restarts += count.restarts;
  }
  std::cout << all.written << " events written, " << all.taken
            << " deliveries taken, " << all.repeated << " events repeated, "
            << all.stale << " deliveries stale, " << all.restarts
            << " restarts\n";
  // Everything that was to be tried was tried.
  const int histories = static_cast<int>(Histories());
  EXPECT_GT(all.repeated, histories);
  EXPECT_GT(all.stale, histories);
  EXPECT_GT(all.restarts, histories);
}

}  // namespace
}  // namespace sijill::integration
