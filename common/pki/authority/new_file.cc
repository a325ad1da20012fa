// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/new_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::pki {
namespace {

absl::Status SystemError(int error, std::string_view what,
                         const std::string& path) {
  std::string message = base::StrCat(what, " ", path, ": ",
                                     std::generic_category().message(error));
  switch (error) {
    case EEXIST:
      return absl::AlreadyExistsError(message);
    case ENOENT:
    case ENOTDIR:
      return absl::NotFoundError(message);
    case EWOULDBLOCK:
      return absl::AbortedError(
          base::StrCat("another command is at work in ", path));
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(message);
    default:
      return absl::UnavailableError(message);
  }
}

}  // namespace

absl::Status WriteNewFile(const std::string& path, std::string_view bytes,
                          config::FileMode mode) {
  // Written whole under a name of this process, then linked: link(2) never
  // replaces, and whoever sees the name sees all the bytes.
  const std::string whole = base::StrCat(path, ".new-", ::getpid());
  RETURN_IF_ERROR(config::WriteFileAtomically(whole, bytes, mode));
  const int failure = ::link(whole.c_str(), path.c_str()) == 0 ? 0 : errno;
  ::unlink(whole.c_str());
  if (failure != 0) return SystemError(failure, "cannot make", path);
  return SyncDirectory(ParentOf(path));
}

absl::Status MakeDirectory(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) {
    return SystemError(errno, "cannot make", path);
  }
  return absl::OkStatus();
}

absl::Status SyncDirectory(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int failure = fd >= 0 && ::fsync(fd) == 0 ? 0 : errno;
  if (fd >= 0) ::close(fd);
  if (failure == 0) return absl::OkStatus();
  return absl::UnavailableError(base::StrCat(
      "cannot sync ", path, ": ", std::generic_category().message(failure)));
}

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::StatusOr<DirectoryLock> DirectoryLock::Take(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(errno, "cannot open", path);
  DirectoryLock lock(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return SystemError(errno, "cannot lock", path);
  }
  return lock;
}

DirectoryLock::~DirectoryLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace sijill::pki
