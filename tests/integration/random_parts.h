// SPDX-License-Identifier: Apache-2.0
// Content that means something to the fold, put together at random.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "common/base/fixed_bytes.h"
#include "google/protobuf/message.h"

namespace sijill::integration {

// The parts of the kind, as a proposal has them: those of `messages` that it
// has a place for, the others empty.
std::vector<std::string> PartsOf(
    uint32_t kind,
    const std::vector<const google::protobuf::Message*>& messages);

// Parts for an event of the kind that refers, where it refers, to `fact`.
std::vector<std::string> RandomParts(uint32_t kind, const base::Hash& fact,
                                     std::mt19937_64& random);

}  // namespace sijill::integration
