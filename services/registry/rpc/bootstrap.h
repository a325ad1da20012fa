// SPDX-License-Identifier: Apache-2.0
// What a node reads from files at its start: its first registry, and the rules
// it decides by.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/casefile.h"
#include "common/decision/directory.h"
#include "common/decision/rule_book.h"

namespace sijill::registry {

// Enters the agencies, posts and grants of `json` in a registry that is empty:
// {"agencies": [...], "posts": [...], "grants": [...]}, each as the contract's
// JSON has it. A registry that has entries is left as it is: later changes go
// through the service. INVALID_ARGUMENT names what is wrong; nothing is entered
// then.
absl::Status Bootstrap(casefile::Casefile& casefile,
                       const decision::Directory& current,
                       std::string_view json);

// One rule file as it was read.
struct RuleFile {
  std::string name;  // for messages
  std::string bytes;
  bool is_calendar = false;
};

// Parses the files, then writes RuleSetLoaded for each whose digest the own log
// does not have yet. INVALID_ARGUMENT, if one is wrong or has the id and
// version of another, names file and JSON path; nothing is written then.
absl::StatusOr<decision::RuleBook> LoadRules(casefile::Casefile& casefile,
                                             std::span<const RuleFile> files);

}  // namespace sijill::registry
