// SPDX-License-Identifier: Apache-2.0
// The rule sets and calendars of a directory, as bytes.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/registry/rpc/bootstrap.h"

namespace sijill::node {

// <directory>/*.json are rule sets, <directory>/calendars/*.json calendars, in
// the order of their names; none if the directory is not there. As
// config::ReadFile().
absl::StatusOr<std::vector<registry::RuleFile>> ReadRuleFiles(
    const std::string& directory);

}  // namespace sijill::node
