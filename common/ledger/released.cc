// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/released.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::ledger {
namespace {

constexpr size_t kSlotBytes = 512;
constexpr std::string_view kTag{"sijill/released/v1\0", 19};

struct Slot {
  uint64_t counter = 0;
  Released released;
};

void AppendLog(std::string& out, const ReleasedLog& log) {
  base::AppendU64(out, log.size);
  out.append(log.root.view());
}

std::string EncodeSlot(const Slot& slot) {
  std::string bytes(kTag);
  base::AppendU64(bytes, slot.counter);
  base::AppendU64(bytes, slot.released.term);
  AppendLog(bytes, slot.released.shared);
  AppendLog(bytes, slot.released.own);
  base::AppendU64(bytes, slot.released.key_store_position);
  bytes.append(base::Sha256({bytes}).view());
  bytes.resize(kSlotBytes, '\0');
  return bytes;
}

std::optional<ReleasedLog> ReadLog(base::ByteReader& reader) {
  const auto size = reader.ReadU64();
  const auto root = reader.ReadBytes(base::Hash::kSize);
  if (!size || !root) return std::nullopt;
  return ReleasedLog{.size = *size, .root = *base::Hash::From(*root)};
}

// Nothing unless `bytes` is a whole slot.
std::optional<Slot> ParseSlot(std::string_view bytes) {
  base::ByteReader reader(bytes);
  if (reader.ReadBytes(kTag.size()) != kTag) return std::nullopt;
  const auto counter = reader.ReadU64();
  const auto term = reader.ReadU64();
  const auto shared = ReadLog(reader);
  const auto own = ReadLog(reader);
  const auto position = reader.ReadU64();
  if (!counter || !term || !shared || !own || !position) return std::nullopt;
  const Slot slot{.counter = *counter,
                  .released = {.term = *term,
                               .shared = *shared,
                               .own = *own,
                               .key_store_position = *position}};
  if (EncodeSlot(slot) != bytes) return std::nullopt;
  return slot;
}

absl::Status SystemError(std::string_view what) {
  return absl::UnavailableError(
      base::StrCat(what, " the released file: ", std::strerror(errno)));
}

// A name is durable once its directory is.
absl::Status SyncDirectoryOf(const std::string& path) {
  const std::string directory =
      std::filesystem::absolute(path).parent_path().string();
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError("cannot open the directory of");
  const bool synced = fsync(fd) == 0;
  const absl::Status status =
      synced ? absl::OkStatus() : SystemError("cannot sync the directory of");
  close(fd);
  return status;
}

// The newer whole slot, or nothing in a file that was never written: empty, or
// of zeros, as a file system may leave one that was cut off at its making.
absl::StatusOr<std::optional<Slot>> ReadSlots(int fd) {
  std::array<char, 2 * kSlotBytes> bytes{};
  const ssize_t count = pread(fd, bytes.data(), bytes.size(), 0);
  if (count < 0) return SystemError("cannot read");
  const std::string_view all(bytes.data(), bytes.size());
  if (all.find_first_not_of('\0') == std::string_view::npos) {
    return std::optional<Slot>();
  }
  std::optional<Slot> newest = ParseSlot(all.substr(0, kSlotBytes));
  const std::optional<Slot> other = ParseSlot(all.substr(kSlotBytes));
  if (other && (!newest || other->counter > newest->counter)) newest = other;
  if (!newest) return absl::DataLossError("the released file is damaged");
  return newest;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReleasedFile>> ReleasedFile::Open(
    const std::string& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return SystemError("cannot open");
  std::unique_ptr<ReleasedFile> file(new ReleasedFile(fd));
  ASSIGN_OR_RETURN(const std::optional<Slot> slot, ReadSlots(fd));
  if (!slot) RETURN_IF_ERROR(SyncDirectoryOf(path));
  if (slot) {
    file->counter_ = slot->counter;
    file->last_ = slot->released;
  }
  return file;
}

absl::StatusOr<Released> ReleasedFile::Read(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::NotFoundError("there is no released file");
  const absl::StatusOr<std::optional<Slot>> slot = ReadSlots(fd);
  close(fd);
  RETURN_IF_ERROR(slot.status());
  if (!*slot) return absl::NotFoundError("the released file is empty");
  return (*slot)->released;
}

ReleasedFile::~ReleasedFile() {
  // Nobody is left to tell; the next start compares what there is.
  (void)Sync();
  close(fd_);
}

absl::Status ReleasedFile::Write(const Released& released, absl::Time now) {
  const Slot slot{.counter = counter_ + 1, .released = released};
  const std::string bytes = EncodeSlot(slot);
  const auto offset = static_cast<off_t>((slot.counter % 2) * kSlotBytes);
  const ssize_t count = pwrite(fd_, bytes.data(), bytes.size(), offset);
  if (count != static_cast<ssize_t>(bytes.size())) {
    return SystemError("cannot write");
  }
  counter_ = slot.counter;
  last_ = released;
  if (now - synced_ < absl::Seconds(1) && now >= synced_) {
    return absl::OkStatus();
  }
  synced_ = now;
  return Sync();
}

absl::Status ReleasedFile::Sync() {
  if (fdatasync(fd_) == 0) return absl::OkStatus();
  return SystemError("cannot sync");
}

}  // namespace sijill::ledger
