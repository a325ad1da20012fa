// SPDX-License-Identifier: Apache-2.0
#include "common/config/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::config {
namespace {

// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

absl::Status SystemError(int error, std::string_view what,
                         const std::string& path) {
  const std::string message = base::StrCat(
      what, " ", path, ": ", std::generic_category().message(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(message);
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(message);
    default:
      return absl::UnavailableError(message);
  }
}

// The system would open what stands before the zero byte.
absl::Status CheckPath(const std::string& path) {
  if (path.find('\0') == path.npos) return absl::OkStatus();
  return absl::InvalidArgumentError("a path holds a zero byte");
}

absl::StatusOr<std::string> ReadAll(int fd, size_t max_bytes,
                                    const std::string& path) {
  std::string bytes;
  char buffer[16384];
  while (true) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError(errno, "cannot read", path);
    if (got == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(got));
    if (bytes.size() > max_bytes) {
      return absl::ResourceExhaustedError(
          base::StrCat("file ", path, " is longer than ", max_bytes, " bytes"));
    }
  }
}

absl::StatusOr<std::string> ReadRegularFile(const std::string& path,
                                            size_t max_bytes,
                                            mode_t forbidden) {
  RETURN_IF_ERROR(CheckPath(path));
  // O_NONBLOCK: opening a FIFO in the file's place must not hang.
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return SystemError(errno, "cannot open", path);
  struct stat about;
  if (::fstat(fd.get(), &about) != 0) {
    return SystemError(errno, "cannot look at", path);
  }
  if (!S_ISREG(about.st_mode)) {
    return absl::FailedPreconditionError(
        base::StrCat(path, " is no regular file"));
  }
  if ((about.st_mode & forbidden) != 0) {
    return absl::PermissionDeniedError(
        base::StrCat("others than its owner may use ", path, ": chmod 600"));
  }
  return ReadAll(fd.get(), max_bytes, path);
}

absl::Status WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return SystemError(errno, "cannot write", path);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return absl::OkStatus();
}

// Writes a new file beside `path` and makes it durable, without its name.
absl::Status WriteTemporary(std::string& name, std::string_view bytes,
                            FileMode mode) {
  const Descriptor fd(::mkostemp(name.data(), O_CLOEXEC));
  if (fd.get() < 0) return SystemError(errno, "cannot make", name);
  absl::Status status = WriteAll(fd.get(), bytes, name);
  if (status.ok() && ::fchmod(fd.get(), static_cast<mode_t>(mode)) != 0) {
    status = SystemError(errno, "cannot protect", name);
  }
  if (status.ok() && ::fsync(fd.get()) != 0) {
    status = SystemError(errno, "cannot sync", name);
  }
  if (!status.ok()) ::unlink(name.c_str());
  return status;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t max_bytes) {
  return ReadRegularFile(path, max_bytes, 0);
}

absl::StatusOr<std::string> ReadSecretFile(const std::string& path) {
  return ReadRegularFile(path, kMaxFileBytes, S_IRWXG | S_IRWXO);
}

absl::Status WriteFileAtomically(const std::string& path,
                                 std::string_view bytes, FileMode mode) {
  RETURN_IF_ERROR(CheckPath(path));
  std::string temporary = path + ".XXXXXX";
  RETURN_IF_ERROR(WriteTemporary(temporary, bytes, mode));
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return SystemError(error, "cannot replace", path);
  }
  const size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "."
                                : slash == 0               ? "/"
                                             : path.substr(0, slash);
  return SyncDirectory(directory);
}

absl::Status SyncDirectory(const std::string& directory) {
  const Descriptor fd(
      ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || ::fsync(fd.get()) != 0) {
    return SystemError(errno, "cannot sync", directory);
  }
  return absl::OkStatus();
}

}  // namespace sijill::config
