// SPDX-License-Identifier: Apache-2.0
// Whole small files: configuration, keys, certificates, revocation lists.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace sijill::config {

inline constexpr size_t kMaxFileBytes = 16u << 20;

// The file's bytes. NOT_FOUND, PERMISSION_DENIED, FAILED_PRECONDITION if it is
// no regular file, RESOURCE_EXHAUSTED if it is longer than `max_bytes`, or
// UNAVAILABLE for another error of reading. Messages name the path.
absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t max_bytes = kMaxFileBytes);

// As ReadFile(), for keys: PERMISSION_DENIED as well if the file's group or
// others may read or write it.
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

enum class FileMode { kSecret = 0600, kPublic = 0644 };

// Replaces the file at `path` by `bytes` in one step: a reader, or a machine
// that lost power, finds the old file or the new one, whole; after OK, the new
// one. The directory must exist. On failure (NOT_FOUND, PERMISSION_DENIED,
// RESOURCE_EXHAUSTED for a full disk, else UNAVAILABLE) the old file stands,
// except that a failure to sync the directory leaves open which of the two.
absl::Status WriteFileAtomically(const std::string& path,
                                 std::string_view bytes, FileMode mode);

// Makes the names in a directory durable. NOT_FOUND, PERMISSION_DENIED, or
// UNAVAILABLE.
absl::Status SyncDirectory(const std::string& directory);

}  // namespace sijill::config
