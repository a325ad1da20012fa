// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/log_reader.h"

#include <optional>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/merkle/entry_bundle.h"
#include "common/merkle/proof.h"
#include "common/merkle/tile.h"
#include "common/merkle/tree.h"

namespace sijill::ledger {
namespace {

constexpr int kMaxLevel = 63;

absl::StatusOr<LogEntry> ParseEntry(uint64_t index, std::string_view value) {
  const auto entry = base::Hash::From(value.substr(0, base::Hash::kSize));
  if (!entry) return absl::DataLossError("a log's entry is damaged");
  return LogEntry{.index = index,
                  .entry = *entry,
                  .locator = std::string(value.substr(base::Hash::kSize))};
}

}  // namespace

absl::StatusOr<LogHead> LogReader::Head() const {
  return ReadLogHead(reader_, kind_);
}

absl::StatusOr<uint64_t> LogReader::Size() const {
  ASSIGN_OR_RETURN(const auto bytes, reader_.Get(SizeKey(kind_)));
  if (!bytes) return 0;
  const auto size = base::ByteReader(*bytes).ReadU64();
  if (!size) return absl::DataLossError("the size of a log is damaged");
  return *size;
}

absl::StatusOr<LogEntry> LogReader::Entry(uint64_t index) const {
  ASSIGN_OR_RETURN(const auto value, reader_.Get(EntryKey(kind_, index)));
  if (!value) {
    ASSIGN_OR_RETURN(const uint64_t size, Size());
    if (index < size) return absl::DataLossError("a log's entry is missing");
    return absl::NotFoundError("the log does not reach this index");
  }
  return ParseEntry(index, *value);
}

absl::StatusOr<std::vector<LogEntry>> LogReader::Entries(uint64_t begin,
                                                         uint64_t limit) const {
  std::vector<LogEntry> entries;
  absl::Status damage;
  const uint64_t end = begin + std::min(limit, UINT64_MAX - begin);
  RETURN_IF_ERROR(reader_.Scan(
      EntryKey(kind_, begin), EntryKey(kind_, end),
      [&](std::string_view key, std::string_view value) {
        const uint64_t index = begin + entries.size();
        auto entry = ParseEntry(index, value);
        if (key != EntryKey(kind_, index) || !entry.ok()) {
          damage = absl::DataLossError("a log's entry is missing or damaged");
          return false;
        }
        entries.push_back(*std::move(entry));
        return true;
      }));
  RETURN_IF_ERROR(damage);
  return entries;
}

absl::StatusOr<base::Hash> LogReader::Node(int level, uint64_t index) const {
  const int stored = level - level % kTileLevels;
  const uint64_t width = uint64_t{1} << (level - stored);
  if (stored == 0) {
    ASSIGN_OR_RETURN(const auto entries, Entries(index * width, width));
    if (entries.size() != width) return absl::NotFoundError("no such node");
    std::vector<base::Hash> leaves;
    for (const LogEntry& entry : entries) {
      leaves.push_back(merkle::LeafHash(entry.entry.view()));
    }
    return merkle::RootOf(leaves);
  }
  std::vector<base::Hash> nodes;
  RETURN_IF_ERROR(reader_.Scan(NodeKey(kind_, stored, index * width),
                               NodeKey(kind_, stored, (index + 1) * width),
                               [&](std::string_view, std::string_view value) {
                                 if (const auto node = base::Hash::From(value))
                                   nodes.push_back(*node);
                                 return true;
                               }));
  if (nodes.size() != width) return absl::NotFoundError("no such node");
  return merkle::RootOf(nodes);
}

absl::Status LogReader::CheckSize(uint64_t size) const {
  ASSIGN_OR_RETURN(const uint64_t reached, Size());
  if (size <= reached) return absl::OkStatus();
  return absl::OutOfRangeError("the log does not reach this size");
}

absl::StatusOr<base::Hash> LogReader::RootAt(uint64_t size) const {
  RETURN_IF_ERROR(CheckSize(size));
  return merkle::RootAt(
      size, [this](int level, uint64_t index) { return Node(level, index); });
}

absl::StatusOr<std::vector<base::Hash>> LogReader::InclusionProof(
    uint64_t index, uint64_t size) const {
  RETURN_IF_ERROR(CheckSize(size));
  if (index >= size) return absl::OutOfRangeError("index is not below size");
  return merkle::InclusionProof(index, size, [this](int level, uint64_t node) {
    return Node(level, node);
  });
}

absl::StatusOr<std::vector<base::Hash>> LogReader::ConsistencyProof(
    uint64_t old_size, uint64_t new_size) const {
  RETURN_IF_ERROR(CheckSize(new_size));
  if (old_size > new_size) return absl::OutOfRangeError("sizes are reversed");
  return merkle::ConsistencyProof(
      old_size, new_size,
      [this](int level, uint64_t node) { return Node(level, node); });
}

absl::StatusOr<std::string> LogReader::Tile(std::string_view path) const {
  ASSIGN_OR_RETURN(const merkle::TileName tile, merkle::ParseTileName(path));
  const auto width = static_cast<uint64_t>(tile.width);
  const uint64_t begin = tile.index * 256;
  if (tile.level == merkle::kEntryBundle) {
    ASSIGN_OR_RETURN(const auto entries, Entries(begin, width));
    if (entries.size() != width) return absl::NotFoundError("no such tile");
    std::vector<base::Hash> hashes;
    for (const LogEntry& entry : entries) hashes.push_back(entry.entry);
    return merkle::EncodeEntryBundle(hashes);
  }
  std::string bytes;
  const int level = tile.level * kTileLevels;
  if (level > kMaxLevel) return absl::NotFoundError("no such tile");
  for (uint64_t i = 0; i < width; ++i) {
    ASSIGN_OR_RETURN(const base::Hash node, Node(level, begin + i));
    bytes.append(node.view());
  }
  return bytes;
}

}  // namespace sijill::ledger
