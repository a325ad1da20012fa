// SPDX-License-Identifier: Apache-2.0
// Loading a case for somebody, or not: to an outsider a case does not exist.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casestate/case_state.h"
#include "common/command/caller.h"
#include "common/command/case_cache.h"
#include "common/command/office.h"

namespace sijill::command {

// NOT_FOUND, reason CASE_NOT_FOUND: the same bytes for a case that does not
// exist and for one that the caller is no party to.
absl::Status CaseNotFound();

// The case named "cases/{id}", whoever asks. CaseNotFound() if the name is
// none, or nothing of the case is held.
absl::StatusOr<LoadedCase> LoadCase(
    const Office& office, std::string_view name,
    CaseCache::Keep keep = CaseCache::Keep::kYes);

// The case, if the asker's agency has a role in it; or, for those whose duty
// it is to look at every case of their domain (protection, auditors), if the
// domain has. CaseNotFound() otherwise.
absl::StatusOr<LoadedCase> LoadCaseFor(const Office& office, const Asker& asker,
                                       std::string_view name);

// The rule behind LoadCaseFor().
bool MaySee(const casestate::CaseState& state, const Asker& asker,
            const decision::Directory& directory);

}  // namespace sijill::command
