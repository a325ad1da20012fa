// SPDX-License-Identifier: Apache-2.0
// Two nodes of a network for targets: one whose log is written by hand, and
// one that takes what it sends.
#pragma once

#include <memory>

#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"

namespace sijill::fuzz {

inline constexpr char kNorth[] = "north.example";
inline constexpr char kSouth[] = "south.example";

const time::SimulatedClock& Clock();

// The sender: keys and names; it never runs.
const testing::NodeFixture& South();

// A receiver that has just begun.
std::unique_ptr<testing::NodeFixture> NewNorth();

}  // namespace sijill::fuzz
