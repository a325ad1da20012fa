// SPDX-License-Identifier: Apache-2.0
// `sijill audit verify --store DIR`: a node's store, or a copy of it, without
// its node.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "tools/sijill/session.h"

namespace sijill::cli {

// Opens the store read-only, compares it with itself (casefile/store_check.h)
// and prints what was looked at and every finding. PERMISSION_DENIED-like
// failure with exit code 4 if something does not fit.
absl::Status VerifyStore(const std::string& directory, Session& session);

}  // namespace sijill::cli
