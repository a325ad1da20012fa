// SPDX-License-Identifier: Apache-2.0
// Batch: what one commit will write, as the sequencer gathers it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/ledger/log_head.h"
#include "common/ledger/log_kind.h"
#include "common/storage/store.h"

namespace sijill::ledger {

// Used by the sequencer's thread alone. What one submission puts, the next one
// of the batch reads.
class Batch {
 public:
  // `store` outlives the batch; the heads are those of the last commit; `now`
  // is µs since 1970.
  Batch(const storage::Reader& store, const LogHead& shared, const LogHead& own,
        uint64_t now);

  // The value as it will be, or nothing. DATA_LOSS as Store::Get().
  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const;
  void Put(std::string key, std::string value);

  // Adds `entry` to a log and returns its index. `locator` is kept beside it.
  uint64_t Append(LogKind kind, const base::Hash& entry,
                  std::string_view locator);

  // The one instant at which this batch is recorded in a log, µs since 1970,
  // above that log's last. Each log has its own, so that what the shared log
  // shows does not depend on the traffic of the own one.
  uint64_t RecordedAt(LogKind kind) const { return log(kind).instant; }
  // An entry that was appended bears that instant: the log's next is above it.
  // What others recorded leaves it unused, so the head's instant is always one
  // that an event of ours vouches for.
  void UseInstant(LogKind kind) {
    log(kind).head.recorded_at = RecordedAt(kind);
  }

  // The sizes and frontiers as they will be.
  const LogHead& head(LogKind kind) const { return log(kind).head; }
  bool grew(LogKind kind) const { return log(kind).grew; }
  bool empty() const { return puts_.empty(); }
  // Bytes of keys and values gathered.
  size_t bytes() const { return bytes_; }

  // Puts what a commit leaves of a log that grew, with its signed checkpoint.
  void Seal(LogKind kind, std::string checkpoint);
  // The puts of this batch. Leaves it empty.
  std::map<std::string, std::string> TakePuts() { return std::move(puts_); }

 private:
  struct Log {
    LogHead head;
    uint64_t instant = 0;
    bool grew = false;
  };
  const Log& log(LogKind kind) const {
    return kind == LogKind::kShared ? shared_ : own_;
  }
  Log& log(LogKind kind) { return kind == LogKind::kShared ? shared_ : own_; }

  const storage::Reader& store_;
  Log shared_;
  Log own_;
  std::map<std::string, std::string> puts_;
  size_t bytes_ = 0;
};

}  // namespace sijill::ledger
