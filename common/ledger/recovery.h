// SPDX-License-Identifier: Apache-2.0
// Start-up: is this store the one whose answers left the process?
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/ledger/log_head.h"
#include "common/ledger/log_signer.h"
#include "common/ledger/released.h"
#include "common/storage/store.h"

namespace sijill::ledger {

// The entry of what `locator` names, computed anew from what is stored.
using Rehash = std::function<absl::StatusOr<base::Hash>(
    LogKind kind, std::string_view locator)>;

// How many of the newest entries start-up hashes again.
inline constexpr uint64_t kRehashed = 256;

// Compares the end of a log with itself: the root from its frontier, from its
// nodes and in its signed checkpoint are one, and its newest entries are those
// of what is stored. Returns its head. DATA_LOSS names what does not fit.
absl::StatusOr<LogHead> CheckRightEdge(const storage::Reader& reader,
                                       LogKind kind, const LogSigner& signer,
                                       const Rehash& rehash);

struct Recovered {
  uint64_t term = 0;
  LogHead shared;
  LogHead own;
};

// CheckRightEdge() of both logs, and neither is smaller than, or other at the
// size of, what `released` says left the process; nor is the key store behind
// it. DATA_LOSS otherwise, also if the logs are not empty and nothing was
// released. Changes nothing.
absl::StatusOr<Recovered> Recover(const storage::Reader& reader,
                                  const std::optional<Released>& released,
                                  uint64_t key_store_position,
                                  const LogSigner& shared, const LogSigner& own,
                                  const Rehash& rehash);

// Raises the term in the store, durably, from the one that was recovered, so
// that an earlier process can commit no more. ABORTED if another start was
// first.
absl::StatusOr<uint64_t> RaiseTerm(storage::Store& store, uint64_t term);

}  // namespace sijill::ledger
