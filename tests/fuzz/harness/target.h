// SPDX-License-Identifier: Apache-2.0
// What is fuzzed: a function over bytes that asserts, the inputs it starts
// from, and what they look like to whoever changes them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sijill::fuzz {

using Inputs = std::vector<std::string>;

enum class Shape {
  kBytes,     // nothing is known of it
  kText,      // lines, numbers, JSON
  kLengths,   // u32 lengths stand before what they count
  kProtobuf,  // protobuf's wire format
};

struct Target {
  std::string_view name;
  // Ends the process if a property does not hold (Require()). Deterministic,
  // whatever ran before it.
  void (*run)(std::string_view bytes);
  // Valid inputs, and refused ones worth starting from. Made once a process.
  Inputs (*seeds)();
  Shape shape = Shape::kBytes;
  // Inputs that the short form tries.
  size_t rounds = 1000;
};

// Which targets this program holds: each program links one such list.
std::span<const Target> Targets();

// The target of that name, or null.
const Target* FindTarget(std::string_view name);

}  // namespace sijill::fuzz
