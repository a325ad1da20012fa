// SPDX-License-Identifier: Apache-2.0
// The record that personal data were shown (Directive (EU) 2016/680, art. 25:
// who, when, why, to whom).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/command/caller.h"
#include "common/command/office.h"
#include "common/rpc/method_table.h"
#include "sijill/v1/options.pb.h"

namespace sijill::command {

struct Disclosure {
  std::vector<v1::PartClass> part_classes;
  std::vector<std::string> cases;
};

// Writes one Disclosed record in the own log, durably, before it returns: the
// answer leaves only if this is OK. It reads nothing, so it conflicts with
// nothing. RESOURCE_EXHAUSTED, QUEUE_FULL, with a retry hint; UNAVAILABLE,
// STORAGE_LOW, or if the node stops.
absl::Status RecordDisclosure(const Office& office, const rpc::Call& call,
                              const Asker& asker, const Disclosure& shown);

}  // namespace sijill::command
