// SPDX-License-Identifier: Apache-2.0
// What CheckStore() does with one log as a Merkle tree.
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "common/casefile/check/store_check.h"
#include "common/ledger/log_reader.h"
#include "common/merkle/checkpoint.h"

namespace sijill::casefile::check {

std::string NameOf(ledger::LogKind log);

// The checkpoint in a note of the log, its signature verified if the log's key
// is known. INVALID_ARGUMENT or PERMISSION_DENIED otherwise.
absl::StatusOr<merkle::Checkpoint> ReadCheckpoint(
    const std::string& note, const std::optional<KnownLog>& known);
const std::optional<KnownLog>& KnownLogOf(const StoreCheckOptions& options,
                                          ledger::LogKind log);

// Reads every entry and node of the log, compares them with its head and
// checkpoint, and hands each entry that can be read to `visit`, in order.
// Returns the number of entries that the log says it has.
uint64_t WalkLog(const storage::Reader& store, ledger::LogKind log,
                 const StoreCheckOptions& options,
                 absl::FunctionRef<void(const ledger::LogEntry&)> visit,
                 StoreReport& report);

}  // namespace sijill::casefile::check
