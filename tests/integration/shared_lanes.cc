// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/shared_lanes.h"

#include <algorithm>

#include "common/casestate/case_state.h"
#include "common/command/case_access.h"
#include "gtest/gtest.h"

namespace sijill::integration {

std::vector<casestate::FoldEvent> SharedLanes(
    sijill::testing::NodeFixture& node, const base::StreamName& stream,
    const std::vector<std::string>& domains) {
  auto view = node.casefile().Load(stream, casefile::Scope::kShared);
  EXPECT_TRUE(view.ok()) << view.status();
  std::ranges::sort(view->events, {}, &casefile::HeldEvent::index);
  std::vector<casestate::FoldEvent> events = command::ToFoldEvents(*view);
  std::erase_if(events, [&](const casestate::FoldEvent& event) {
    return !std::ranges::includes(event.audience, domains);
  });
  return events;
}

std::set<base::Hash> IdsOf(const std::vector<casestate::FoldEvent>& events) {
  std::set<base::Hash> ids;
  for (const casestate::FoldEvent& event : events) ids.insert(event.id);
  return ids;
}

std::string FoldOf(const base::StreamName& stream,
                   const std::vector<casestate::FoldEvent>& events) {
  return casestate::SerializeForComparison(casestate::Fold(stream, events),
                                           casestate::View::kShared);
}

}  // namespace sijill::integration
