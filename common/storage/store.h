// SPDX-License-Identifier: Apache-2.0
// Store: ordered keys and values, read at a point in time, changed by
// conditional, atomic, durable commits. Narrow on purpose: what stands behind
// it may one day be a replicated engine, which offers no more than this.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rocksdb {
class DB;
class Env;
}  // namespace rocksdb

namespace sijill::storage {

// Where keys and values are read. Safe to use from several threads.
class Reader {
 public:
  virtual ~Reader() = default;

  // The value of `key`, or nothing if there is none. DATA_LOSS if what is
  // stored cannot be read: never "nothing".
  virtual absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const = 0;

  // Calls `visit` with each key from `begin` up to but not including `end`,
  // ascending by octets, until it returns false. The views live for the call.
  // DATA_LOSS if what is stored cannot be read.
  virtual absl::Status Scan(
      std::string_view begin, std::string_view end,
      absl::FunctionRef<bool(std::string_view, std::string_view)> visit)
      const = 0;
};

// As Scan(), over all keys that begin with `prefix` (not empty).
absl::Status ScanPrefix(
    const Reader& reader, std::string_view prefix,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit);

// The first key after every key that begins with `prefix` (not all 0xff).
std::string EndOfPrefix(std::string_view prefix);

// What one commit changes, if all its preconditions hold.
struct WriteSet {
  struct Precondition {
    std::string key;
    std::optional<std::string> value;  // nothing: the key must be absent
  };
  std::vector<Precondition> preconditions;
  std::vector<std::pair<std::string, std::string>> puts;
  std::vector<std::string> deletes;
};

enum class CommitOutcome {
  kCommitted,  // durable
  kConflict,   // a precondition did not hold; nothing changed
  kUnknown,    // the device failed; a later read decides
};

// One engine: RocksDB, every commit written through to the device.
class Store : public Reader {
 public:
  struct Options {
    rocksdb::Env* env = nullptr;  // nullptr: the machine's; outlives the store
    bool read_only = false;       // for auditors: Commit() ends the process
  };

  // Opens the store in `directory`, creating it unless read-only. What the
  // write-ahead log holds is made durable first. DATA_LOSS if the log is
  // damaged before its end; UNAVAILABLE if another process has it open.
  static absl::StatusOr<std::unique_ptr<Store>> Open(
      const std::string& directory, const Options& options);

  ~Store() override;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override;
  absl::Status Scan(std::string_view begin, std::string_view end,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override;

  // The store as it is now, whatever is committed later. Not to outlive it.
  std::unique_ptr<Reader> Snapshot() const;

  // One writer at a time: callers serialise their commits (the sequencer is
  // one thread). `why` receives the engine's words when the outcome is unknown.
  CommitOutcome Commit(const WriteSet& writes, std::string* why = nullptr);

  // Bytes that are free where the store lies.
  absl::StatusOr<uint64_t> FreeBytes() const;

 private:
  Store(std::string directory, std::unique_ptr<rocksdb::DB> db);

  const std::string directory_;
  const std::unique_ptr<rocksdb::DB> db_;
};

}  // namespace sijill::storage
