// SPDX-License-Identifier: Apache-2.0
// Reading one log: entries, nodes, proofs and tiles.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/ledger/log_head.h"
#include "common/ledger/log_kind.h"
#include "common/storage/store.h"

namespace sijill::ledger {

// What a log holds at one index. `locator` is the owner's, opaque here.
struct LogEntry {
  uint64_t index = 0;
  base::Hash entry;
  std::string locator;
};

// A view of a log through `reader`, which outlives it. As safe to use from
// several threads as `reader`; one that must not move takes a snapshot.
class LogReader {
 public:
  LogReader(const storage::Reader& reader, LogKind kind)
      : reader_(reader), kind_(kind) {}

  absl::StatusOr<LogHead> Head() const;
  absl::StatusOr<uint64_t> Size() const;

  // NOT_FOUND at or behind the end, DATA_LOSS if an entry is damaged.
  absl::StatusOr<LogEntry> Entry(uint64_t index) const;
  // At most `limit` entries from index `begin` on; fewer at the end.
  absl::StatusOr<std::vector<LogEntry>> Entries(uint64_t begin,
                                                uint64_t limit) const;

  // The hash of the perfect subtree `index` of 2^level leaves. NOT_FOUND if
  // the log does not reach its end.
  absl::StatusOr<base::Hash> Node(int level, uint64_t index) const;

  // RFC 6962 sections 2.1.1 and 2.1.2. OUT_OF_RANGE for an index or size that
  // the log, or `size`, does not reach.
  absl::StatusOr<base::Hash> RootAt(uint64_t size) const;
  absl::StatusOr<std::vector<base::Hash>> InclusionProof(uint64_t index,
                                                         uint64_t size) const;
  absl::StatusOr<std::vector<base::Hash>> ConsistencyProof(
      uint64_t old_size, uint64_t new_size) const;

  // The bytes of the tile at `path` (C2SP tlog-tiles: "tile/<L>/<N>",
  // "tile/entries/<N>", with ".p/<W>" for a partial one). NOT_FOUND if the log
  // does not reach it, INVALID_ARGUMENT if `path` is no tile's.
  absl::StatusOr<std::string> Tile(std::string_view path) const;

 private:
  absl::Status CheckSize(uint64_t size) const;

  const storage::Reader& reader_;
  const LogKind kind_;
};

}  // namespace sijill::ledger
