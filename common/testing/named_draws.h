// SPDX-License-Identifier: Apache-2.0
// Random bytes that depend on their name alone.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "common/casefile/draws.h"

namespace sijill::testing {

// SHA-256(u64 seed || lp(name) || u64 times drawn || u64 block): the same name
// gets the same bytes whatever else is drawn before it. A name that is drawn
// again (a command that was refused and repeated) gets others.
class NamedDraws final : public casefile::Draws {
 public:
  explicit NamedDraws(uint64_t seed) : seed_(seed) {}
  void Fill(std::span<uint8_t> out, std::string_view name) override;

 private:
  const uint64_t seed_;
  std::map<std::string, uint64_t, std::less<>> drawn_;
};

}  // namespace sijill::testing
