// SPDX-License-Identifier: Apache-2.0
// A case as one reader of the node may see it.
#pragma once

#include <vector>

#include "common/casestate/case_state.h"
#include "sijill/v1/case.pb.h"
#include "sijill/v1/options.pb.h"

namespace sijill::readmission {

// What a reader of the own side is told of its holds.
enum class HoldView {
  // That one stands, since when, and that it was released; no office that
  // protects is named, since its name tells why.
  kInForce,
  kWhole,  // why as well, by whom and on what ground: protection, auditors
};

v1::CaseSnapshot VisibleCase(const casestate::CaseState& state, HoldView holds);

// The classes of the parts that the snapshot shows something of, ascending.
std::vector<v1::PartClass> ClassesShown(const v1::CaseSnapshot& snapshot);

}  // namespace sijill::readmission
