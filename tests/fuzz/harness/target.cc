// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/harness/target.h"

namespace sijill::fuzz {

const Target* FindTarget(std::string_view name) {
  for (const Target& target : Targets()) {
    if (target.name == name) return &target;
  }
  return nullptr;
}

}  // namespace sijill::fuzz
