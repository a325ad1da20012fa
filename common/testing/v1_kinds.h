// SPDX-License-Identifier: Apache-2.0
// The table of kinds of sijill/v1/kinds.proto as the casefile takes it.
#pragma once

#include <cstdint>

#include "common/casefile/proposal.h"
#include "common/casefile/stream_view.h"

namespace sijill::testing {

casefile::KindTable V1Kinds();

// True for the parts that every domain of the audience may see; of a kind that
// is not known, for none.
bool OutwardPart(uint32_t kind, size_t part);

}  // namespace sijill::testing
