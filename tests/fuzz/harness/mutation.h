// SPDX-License-Identifier: Apache-2.0
// Changes to an input: such as chance makes, and such as whoever knows its
// shape would make.
#pragma once

#include <random>
#include <string>

#include "tests/fuzz/harness/target.h"

namespace sijill::fuzz {

// Seeded, so that a run can be repeated.
using Chance = std::mt19937_64;

// No input grows beyond this by mutation.
inline constexpr size_t kMaxInputBytes = 1 << 16;

// A value below `bound`, which is not 0.
size_t Below(size_t bound, Chance& chance);

// `bytes` with one to four changes; pieces may come from `others`.
std::string Mutated(std::string bytes, Shape shape, const Inputs& others,
                    Chance& chance);

}  // namespace sijill::fuzz
