// SPDX-License-Identifier: Apache-2.0
// What the last commit left of a log: its frontier, its signed checkpoint and
// the newest instant recorded in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/ledger/log_kind.h"
#include "common/ledger/released.h"
#include "common/merkle/frontier.h"
#include "common/storage/store.h"

namespace sijill::ledger {

struct LogHead {
  merkle::Frontier frontier;
  std::string checkpoint;  // signed note; empty while the log is
  // The newest instant that an event of this node's own bears in the log, µs
  // since 1970; 0 while there is none.
  uint64_t recorded_at = 0;
};

std::string EncodeLogHead(const LogHead& head);
// DATA_LOSS unless `bytes` is exactly what EncodeLogHead() writes.
absl::StatusOr<LogHead> ParseLogHead(std::string_view bytes);

// What is noted of a log whose head leaves the process.
ReleasedLog ReleasedLogOf(const LogHead& head);

// The head in the store; an empty one if the log has none. DATA_LOSS if it
// does not fit the log's size.
absl::StatusOr<LogHead> ReadLogHead(const storage::Reader& reader,
                                    LogKind kind);

}  // namespace sijill::ledger
