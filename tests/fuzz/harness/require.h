// SPDX-License-Identifier: Apache-2.0
// How a target asserts: in the same way under GoogleTest and under libFuzzer.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace sijill::fuzz {

// Ends the process, saying what does not hold, unless `holds`.
void Require(bool holds, std::string_view what);

// Ends the process unless `status` is an error of this code: a refusal that
// its contract does not name is a finding.
void RequireRefusal(const absl::Status& status, absl::StatusCode code,
                    std::string_view what);

// As RequireRefusal() with INVALID_ARGUMENT, what parsers refuse with.
void RequireInvalid(const absl::Status& status, std::string_view what);

}  // namespace sijill::fuzz
