// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/node/peers.h"

#include "tests/fuzz/harness/require.h"

namespace sijill::fuzz {

const time::SimulatedClock& Clock() {
  static const auto* const clock =
      new time::SimulatedClock(absl::FromUnixSeconds(1'790'000'000));
  return *clock;
}

const testing::NodeFixture& South() {
  static const auto* const south = new testing::NodeFixture(
      {.domain = kSouth, .agencies = {"interior"}, .seed = 2}, Clock());
  return *south;
}

std::unique_ptr<testing::NodeFixture> NewNorth() {
  auto north = std::make_unique<testing::NodeFixture>(
      testing::NodeOptions{.domain = kNorth}, Clock());
  Require(north->Start().ok(), "a node starts");
  return north;
}

}  // namespace sijill::fuzz
