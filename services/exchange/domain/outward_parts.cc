// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/domain/outward_parts.h"

#include "common/casestate/kinds.h"

namespace sijill::exchange {

bool LeavesTheDomain(v1::PartClass part_class) {
  switch (part_class) {
    case v1::PART_CLASS_OUTWARD:
    case v1::PART_CLASS_CHILD:
    case v1::PART_CLASS_MEDICAL:
      return true;
    default:
      return false;
  }
}

bool IsOutward(uint32_t kind, size_t part) {
  const casestate::Kind* const found = casestate::FindKind(kind);
  return found != nullptr && !found->own_log() && part < found->parts.size() &&
         LeavesTheDomain(found->parts[part].part_class);
}

}  // namespace sijill::exchange
