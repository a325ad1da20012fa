// SPDX-License-Identifier: Apache-2.0
// Changes that keep an input's outer form, so that what is inside is reached.
#pragma once

#include <string>

#include "tests/fuzz/harness/mutation.h"

namespace sijill::fuzz {

// Finds a u32 that may count what follows it, and changes it, what it counts,
// or both so that they still fit.
void ChangeLengths(std::string& bytes, Chance& chance);

// Drops, repeats, moves or changes one field, at any depth, and mends the
// lengths of the fields around it.
void ChangeProtobuf(std::string& bytes, const Inputs& others, Chance& chance);

}  // namespace sijill::fuzz
