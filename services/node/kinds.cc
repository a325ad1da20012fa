// SPDX-License-Identifier: Apache-2.0
#include "services/node/kinds.h"

#include "common/casestate/kinds.h"

namespace sijill::node {

casefile::KindTable KindsOfTheContract() {
  return [](uint32_t number) -> std::optional<casefile::KindRule> {
    const casestate::Kind* const kind = casestate::FindKind(number);
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

}  // namespace sijill::node
