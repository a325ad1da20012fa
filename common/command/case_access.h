// SPDX-License-Identifier: Apache-2.0
// Loading a case for somebody, or not: to an outsider a case does not exist.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/stream_view.h"
#include "common/casestate/case_state.h"
#include "common/casestate/history.h"
#include "common/command/caller.h"
#include "common/command/office.h"

namespace sijill::command {

// A case as it was at one instant of the store.
struct LoadedCase {
  casefile::StreamView view;
  std::vector<casestate::FoldEvent> events;
  casestate::CaseState state;
};

// NOT_FOUND, reason CASE_NOT_FOUND: the same bytes for a case that does not
// exist and for one that the caller is no party to.
absl::Status CaseNotFound();

// The events of a view as the fold takes them.
std::vector<casestate::FoldEvent> ToFoldEvents(
    const casefile::StreamView& view);

// The case named "cases/{id}", whoever asks. CaseNotFound() if the name is
// none, or nothing of the case is held.
absl::StatusOr<LoadedCase> LoadCase(const Office& office,
                                    std::string_view name);

// The case, if the asker's agency has a role in it; or, for those whose duty
// it is to look at every case of their domain (protection, auditors), if the
// domain has. CaseNotFound() otherwise.
absl::StatusOr<LoadedCase> LoadCaseFor(const Office& office, const Asker& asker,
                                       std::string_view name);

// The rule behind LoadCaseFor().
bool MaySee(const casestate::CaseState& state, const Asker& asker,
            const decision::Directory& directory);

}  // namespace sijill::command
