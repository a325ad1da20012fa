// SPDX-License-Identifier: Apache-2.0
#include "common/storage/store.h"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::storage {
namespace {

rocksdb::Slice ToSlice(std::string_view text) {
  return {text.data(), text.size()};
}

absl::Status ToStatus(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  return absl::DataLossError(
      base::StrCat("the store cannot be read: ", status.ToString()));
}

absl::StatusOr<std::optional<std::string>> GetFrom(
    rocksdb::DB& db, const rocksdb::ReadOptions& options,
    std::string_view key) {
  std::string value;
  const rocksdb::Status status = db.Get(options, ToSlice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  RETURN_IF_ERROR(ToStatus(status));
  return std::optional<std::string>(std::move(value));
}

absl::Status ScanFrom(
    rocksdb::DB& db, rocksdb::ReadOptions options, std::string_view begin,
    std::string_view end,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit) {
  const rocksdb::Slice bound = ToSlice(end);
  options.iterate_upper_bound = &bound;
  const std::unique_ptr<rocksdb::Iterator> it(db.NewIterator(options));
  for (it->Seek(ToSlice(begin)); it->Valid(); it->Next()) {
    if (!visit(it->key().ToStringView(), it->value().ToStringView())) break;
  }
  return ToStatus(it->status());
}

// A fixed view of the store.
class SnapshotReader : public Reader {
 public:
  explicit SnapshotReader(rocksdb::DB& db)
      : db_(db), snapshot_(db.GetSnapshot()) {
    options_.snapshot = snapshot_;
  }
  ~SnapshotReader() override { db_.ReleaseSnapshot(snapshot_); }

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    return GetFrom(db_, options_, key);
  }
  absl::Status Scan(std::string_view begin, std::string_view end,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override {
    return ScanFrom(db_, options_, begin, end, visit);
  }

 private:
  rocksdb::DB& db_;
  const rocksdb::Snapshot* const snapshot_;
  rocksdb::ReadOptions options_;
};

rocksdb::Options EngineOptions(const Store::Options& options) {
  rocksdb::Options engine;
  if (options.env != nullptr) engine.env = options.env;
  engine.create_if_missing = !options.read_only;
  // A write that was acknowledged may only be missing at the torn end of the
  // newest log. The engine's default recovers to "a point in time" and would
  // drop everything after a flipped bit without a word.
  engine.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  engine.track_and_verify_wals_in_manifest = !options.read_only;
  // A recycled log keeps old records behind its end, which that mode cannot
  // tell from damage.
  engine.recycle_log_file_num = 0;
  engine.avoid_flush_during_recovery = false;  // what is readable is durable
  engine.paranoid_checks = true;
  // Most of what is stored is ciphertext and hashes: they do not compress.
  engine.compression = rocksdb::CompressionType::kNoCompression;
  engine.max_background_jobs = 2;
  engine.keep_log_file_num = 4;
  engine.info_log_level = rocksdb::InfoLogLevel::ERROR_LEVEL;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  engine.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return engine;
}

}  // namespace

std::string EndOfPrefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<uint8_t>(end.back()) == 0xff) {
    end.pop_back();
  }
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return end;
}

absl::Status ScanPrefix(
    const Reader& reader, std::string_view prefix,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit) {
  return reader.Scan(prefix, EndOfPrefix(prefix), visit);
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(const std::string& directory,
                                                   const Options& options) {
  const rocksdb::Options engine = EngineOptions(options);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status =
      options.read_only ? rocksdb::DB::OpenForReadOnly(engine, directory, &db)
                        : rocksdb::DB::Open(engine, directory, &db);
  if (status.IsIOError() && status.ToString().find("lock") != std::string::npos)
    return absl::UnavailableError("another process has the store open");
  if (!status.ok()) {
    return absl::DataLossError(
        base::StrCat("the store cannot be opened: ", status.ToString()));
  }
  return std::unique_ptr<Store>(
      new Store(directory, std::unique_ptr<rocksdb::DB>(db)));
}

Store::Store(std::string directory, std::unique_ptr<rocksdb::DB> db)
    : directory_(std::move(directory)), db_(std::move(db)) {}

Store::~Store() = default;

absl::StatusOr<std::optional<std::string>> Store::Get(
    std::string_view key) const {
  return GetFrom(*db_, rocksdb::ReadOptions(), key);
}

absl::Status Store::Scan(
    std::string_view begin, std::string_view end,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const {
  return ScanFrom(*db_, rocksdb::ReadOptions(), begin, end, visit);
}

std::unique_ptr<Reader> Store::Snapshot() const {
  return std::make_unique<SnapshotReader>(*db_);
}

CommitOutcome Store::Commit(const WriteSet& writes, std::string* why) {
  for (const WriteSet::Precondition& wanted : writes.preconditions) {
    const auto found = Get(wanted.key);
    if (!found.ok()) {
      if (why != nullptr) *why = std::string(found.status().message());
      return CommitOutcome::kUnknown;
    }
    if (*found != wanted.value) return CommitOutcome::kConflict;
  }
  rocksdb::WriteBatch batch;
  rocksdb::Status status;
  for (const auto& [key, value] : writes.puts) {
    if (status.ok()) status = batch.Put(key, value);
  }
  for (const std::string& key : writes.deletes) {
    if (status.ok()) status = batch.Delete(key);
  }
  rocksdb::WriteOptions durable;
  durable.sync = true;
  if (status.ok()) status = db_->Write(durable, &batch);
  if (status.ok()) return CommitOutcome::kCommitted;
  if (why != nullptr) *why = status.ToString();
  return CommitOutcome::kUnknown;
}

absl::StatusOr<uint64_t> Store::FreeBytes() const {
  uint64_t free = 0;
  RETURN_IF_ERROR(ToStatus(db_->GetEnv()->GetFreeSpace(directory_, &free)));
  return free;
}

}  // namespace sijill::storage
