// SPDX-License-Identifier: Apache-2.0
// The `released` file: what this node has let out, kept outside the store, so
// that a store which came back smaller, or other, is noticed at start-up.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"

namespace sijill::ledger {

// One log as its newest released checkpoint has it.
struct ReleasedLog {
  uint64_t size = 0;
  base::Hash root;
};

struct Released {
  uint64_t term = 0;
  ReleasedLog shared;
  ReleasedLog own;
  uint64_t key_store_position = 0;
};

// Two slots of one sector, written in turn, each with a counter and a digest:
// a torn write leaves the other. Used by one thread.
//
// Start-up trusts this file to be no newer than what left the process. After a
// loss of power it may be older by what the machine had not yet written back:
// a second under load, as long as the kernel takes (half a minute) after it.
class ReleasedFile {
 public:
  // Opens or creates the file at `path` (mode 0600). UNAVAILABLE if that fails,
  // DATA_LOSS if the file has bytes but no whole slot.
  static absl::StatusOr<std::unique_ptr<ReleasedFile>> Open(
      const std::string& path);
  // Only reads. NOT_FOUND if there is no file.
  static absl::StatusOr<Released> Read(const std::string& path);

  ~ReleasedFile();
  ReleasedFile(const ReleasedFile&) = delete;
  ReleasedFile& operator=(const ReleasedFile&) = delete;

  // What was written last, or nothing in a new file.
  const std::optional<Released>& last() const { return last_; }

  // Writes `released`; when a second has passed since the last time, also
  // through to the device. To be called before what it names leaves the
  // process. UNAVAILABLE: nothing may leave.
  absl::Status Write(const Released& released, absl::Time now);
  // Writes through to the device now.
  absl::Status Sync();

 private:
  explicit ReleasedFile(int fd) : fd_(fd) {}

  const int fd_;
  uint64_t counter_ = 0;
  std::optional<Released> last_;
  absl::Time synced_ = absl::InfinitePast();
};

}  // namespace sijill::ledger
