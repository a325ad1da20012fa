// SPDX-License-Identifier: Apache-2.0
// What of an event's content leaves its author's domain.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sijill/v1/options.pb.h"

namespace sijill::exchange {

// An allow-list: outward, of children and medical parts are opened for the
// domains of the audience; own-side and context parts stay, and criminal ones,
// which no rule here allows. They travel as commitments.
bool LeavesTheDomain(v1::PartClass part_class);

// The same for part `part` of the kind `kind`: false for what is not in the
// table of kinds. A casefile::PartFilter.
bool IsOutward(uint32_t kind, size_t part);

}  // namespace sijill::exchange
