// SPDX-License-Identifier: Apache-2.0
// `sijill audit verify --store DIR`: a node's store, or a copy of it, without
// its node.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/sijill/session.h"

namespace sijill::cli {

// Opens the store read-only, compares it with itself (casefile/store_check.h),
// the signatures of its logs too where `log_keys` (C2SP verifier keys) or the
// profile have their key, and prints what was looked at, what could not be, and
// every finding. NOT_FOUND if there is no store; a failure with exit code 4 if
// something does not fit.
absl::Status VerifyStore(const std::string& directory,
                         const std::vector<std::string>& log_keys,
                         Session& session);

}  // namespace sijill::cli
