// SPDX-License-Identifier: Apache-2.0
#include "tests/fault/faulty_disk.h"

#include <rocksdb/file_system.h>

#include <filesystem>
#include <map>
#include <utility>

#include "common/base/mutex.h"

namespace sijill::testing {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

class FaultyDisk::Plan {
 public:
  explicit Plan(std::string where) : where_(std::move(where)) {}

  void FailAt(uint64_t number, Failure failure) {
    const base::MutexLock lock(mu_);
    operations_ = 0;
    failed_ = false;
    fail_at_ = number;
    failure_ = failure;
  }
  uint64_t operations() const {
    const base::MutexLock lock(mu_);
    return operations_;
  }
  bool failed() const {
    const base::MutexLock lock(mu_);
    return failed_;
  }

  // Runs `operation`, or not, and says what is reported of it.
  template <typename Operation>
  IOStatus Run(const std::string& path, Operation operation) {
    bool fails = false;
    bool runs = true;
    {
      const base::MutexLock lock(mu_);
      if (IsCounted(path)) fails = ++operations_ == fail_at_;
      failed_ = failed_ || fails;
      runs = !fails || failure_ == Failure::kAfter;
    }
    if (!runs) return Error();
    const IOStatus status = operation();
    return fails ? Error() : status;
  }

  void Wrote(const std::string& path, uint64_t bytes) {
    const base::MutexLock lock(mu_);
    files_[path].written += bytes;
  }
  void Synced(const std::string& path) {
    const base::MutexLock lock(mu_);
    files_[path].synced = files_[path].written;
  }
  void Began(const std::string& path) {
    const base::MutexLock lock(mu_);
    files_[path] = {};
  }
  void Renamed(const std::string& from, const std::string& to) {
    const base::MutexLock lock(mu_);
    const auto file = files_.extract(from);
    if (!file.empty()) files_[to] = file.mapped();
  }
  void CutPower() {
    const base::MutexLock lock(mu_);
    for (const auto& [path, file] : files_) {
      std::error_code error;
      if (std::filesystem::file_size(path, error) > file.synced && !error) {
        std::filesystem::resize_file(path, file.synced, error);
      }
    }
    files_.clear();
  }

 private:
  struct File {
    uint64_t written = 0;
    uint64_t synced = 0;
  };

  bool IsCounted(const std::string& path) const {
    return path.find(where_) != std::string::npos && !path.ends_with("/LOG") &&
           path.find("/LOG.") == std::string::npos;
  }
  static IOStatus Error() { return IOStatus::IOError("injected"); }

  const std::string where_;
  mutable base::Mutex mu_;  // guards all below
  uint64_t operations_ = 0;
  uint64_t fail_at_ = 0;
  Failure failure_ = Failure::kBefore;
  bool failed_ = false;
  std::map<std::string, File> files_;
};

namespace {

class FaultyFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::string path, std::shared_ptr<FaultyDisk::Plan> plan,
             std::unique_ptr<FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)),
        path_(std::move(path)),
        plan_(std::move(plan)) {}

  IOStatus Append(const Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    return plan_->Run(path_, [&] {
      IOStatus status = target()->Append(data, options, debug);
      if (status.ok()) plan_->Wrote(path_, data.size());
      return status;
    });
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return plan_->Run(path_, [&] {
      IOStatus status = target()->Flush(options, debug);
      if (status.ok()) plan_->Synced(path_);
      return status;
    });
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }
  IOStatus RangeSync(uint64_t, uint64_t, const IOOptions&,
                     IODebugContext*) override {
    return IOStatus::OK();
  }
  IOStatus Allocate(uint64_t, uint64_t, const IOOptions&,
                    IODebugContext*) override {
    return IOStatus::OK();
  }

 private:
  const std::string path_;
  const std::shared_ptr<FaultyDisk::Plan> plan_;
};

class FaultyFileSystem : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyFileSystem(std::shared_ptr<FaultyDisk::Plan> plan)
      : FileSystemWrapper(rocksdb::FileSystem::Default()),
        plan_(std::move(plan)) {}

  const char* Name() const override { return "FaultyFileSystem"; }

  IOStatus NewWritableFile(const std::string& path, const FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file,
                           IODebugContext* debug) override {
    return plan_->Run(path, [&] {
      std::unique_ptr<FSWritableFile> real;
      IOStatus status = target()->NewWritableFile(path, options, &real, debug);
      if (!status.ok()) return status;
      plan_->Began(path);
      *file = std::make_unique<FaultyFile>(path, plan_, std::move(real));
      return status;
    });
  }
  IOStatus RenameFile(const std::string& from, const std::string& to,
                      const IOOptions& options,
                      IODebugContext* debug) override {
    return plan_->Run(to, [&] {
      IOStatus status = target()->RenameFile(from, to, options, debug);
      if (status.ok()) plan_->Renamed(from, to);
      return status;
    });
  }

 private:
  const std::shared_ptr<FaultyDisk::Plan> plan_;
};

}  // namespace

FaultyDisk::FaultyDisk(std::string where)
    : plan_(std::make_shared<Plan>(std::move(where))),
      env_(
          rocksdb::NewCompositeEnv(std::make_shared<FaultyFileSystem>(plan_))) {
}

FaultyDisk::~FaultyDisk() = default;

void FaultyDisk::FailAt(uint64_t number, Failure failure) {
  plan_->FailAt(number, failure);
}

uint64_t FaultyDisk::operations() const { return plan_->operations(); }

bool FaultyDisk::failed() const { return plan_->failed(); }

void FaultyDisk::CutPower() { plan_->CutPower(); }

}  // namespace sijill::testing
