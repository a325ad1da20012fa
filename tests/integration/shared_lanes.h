// SPDX-License-Identifier: Apache-2.0
// What two nodes have in common of a case.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/casestate/history.h"
#include "common/testing/node_fixture.h"

namespace sijill::integration {

// Of the lanes of `stream` that `node` holds, those for all of `domains`
// (ascending), their events in the order in which they came to it.
std::vector<casestate::FoldEvent> SharedLanes(
    sijill::testing::NodeFixture& node, const base::StreamName& stream,
    const std::vector<std::string>& domains);

// Their events.
std::set<base::Hash> IdsOf(const std::vector<casestate::FoldEvent>& events);

// What they come to, as bytes to compare.
std::string FoldOf(const base::StreamName& stream,
                   const std::vector<casestate::FoldEvent>& events);

}  // namespace sijill::integration
