// SPDX-License-Identifier: Apache-2.0
// A case folded up to the heads of its lanes, and folded on from there.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "common/casefile/stream_heads.h"
#include "common/casefile/stream_view.h"
#include "common/casestate/case_state.h"
#include "common/casestate/history.h"
#include "common/event/content.h"

namespace sijill::command {

// What the events up to `lanes` come to. Personal data: never logged.
struct FoldedCase {
  casefile::LaneTips lanes;
  std::vector<casestate::FoldEvent> events;  // in no order
  casestate::CaseState state;
  // Under which the parts lie that could be read.
  std::set<event::DataKeyId> keys;
  size_t bytes = 0;  // of memory, about
};

// The event as the fold takes it.
casestate::FoldEvent ToFoldEvent(casefile::HeldEvent held);
std::vector<casestate::FoldEvent> ToFoldEvents(
    const casefile::StreamView& view);

// The case as it is at `heads`, which were read through `streams`. Of what
// `held`, an earlier fold of the same case, has read already nothing is read
// again; nullptr: everything is read. The fold is made anew: an event that came
// later may sort before others. DATA_LOSS as StreamReader::Lane().
absl::StatusOr<std::shared_ptr<const FoldedCase>> FoldCase(
    const casefile::StreamReader& streams, const casefile::StreamHeads& heads,
    const FoldedCase* held);

// All that `folded` could read may still be read: none of it was erased.
bool IsReadable(const casefile::StreamReader& streams,
                const FoldedCase& folded);

}  // namespace sijill::command
