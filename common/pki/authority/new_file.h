// SPDX-License-Identifier: Apache-2.0
// Files that must never be written twice, above all keys; and one writer at a
// time in a directory.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/config/file.h"

namespace sijill::pki {

// Writes `bytes` to a file that did not exist, in one step and durably, with
// exactly `mode` whatever the umask. ALREADY_EXISTS if something is there,
// which stays as it is; else the codes of config::WriteFileAtomically().
absl::Status WriteNewFile(const std::string& path, std::string_view bytes,
                          config::FileMode mode);

// Makes a directory, 0700. ALREADY_EXISTS if something is there, NOT_FOUND if
// its parent is not, else PERMISSION_DENIED or UNAVAILABLE.
absl::Status MakeDirectory(const std::string& path);

// Makes the names in a directory durable. UNAVAILABLE if that fails.
absl::Status SyncDirectory(const std::string& path);

// The part of `path` before its last component; "." if there is none.
std::string ParentOf(const std::string& path);

// Holds a directory for this process until destroyed (flock: it ends with the
// process as well). Moves, never copies.
class DirectoryLock {
 public:
  // NOT_FOUND if there is no such directory, ABORTED if another process (or
  // another lock of this one) holds it.
  static absl::StatusOr<DirectoryLock> Take(const std::string& path);

  DirectoryLock(DirectoryLock&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~DirectoryLock();

 private:
  explicit DirectoryLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace sijill::pki
