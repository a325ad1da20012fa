// SPDX-License-Identifier: Apache-2.0
#include "common/testing/v1_kinds.h"

#include "common/casestate/kinds.h"

namespace sijill::testing {

casefile::KindTable V1Kinds() {
  return [](uint32_t number) -> std::optional<casefile::KindRule> {
    const casestate::Kind* kind = casestate::FindKind(number);
    if (kind == nullptr) return std::nullopt;
    return casefile::KindRule{.parts = kind->parts.size(),
                              .own_lane = kind->lane == v1::LANE_OWN ||
                                          kind->lane == v1::LANE_OWN_LOG,
                              .opening = kind->opening,
                              .guard = kind->guard,
                              .registry = kind->registry,
                              .delivered = kind->delivered,
                              .critical = kind->critical};
  };
}

bool OutwardPart(uint32_t number, size_t part) {
  const casestate::Kind* kind = casestate::FindKind(number);
  return kind != nullptr && part < kind->parts.size() &&
         kind->parts[part].part_class == v1::PART_CLASS_OUTWARD;
}

}  // namespace sijill::testing
