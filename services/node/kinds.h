// SPDX-License-Identifier: Apache-2.0
// The table of kinds of sijill/v1/kinds.proto, as the ledger takes it.
#pragma once

#include "common/casefile/proposal.h"

namespace sijill::node {

casefile::KindTable KindsOfTheContract();

}  // namespace sijill::node
