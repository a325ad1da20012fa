// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/recovery.h"

#include <algorithm>
#include <string>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/ledger/log_reader.h"

namespace sijill::ledger {
namespace {

absl::Status Damaged(LogKind kind, std::string_view what) {
  return absl::DataLossError(base::StrCat(
      "the ", kind == LogKind::kShared ? "shared" : "own", " log ", what,
      ": this node does not serve. Restore the store it served from, or "
      "declare a new epoch"));
}

absl::Status CheckNewestEntries(const LogReader& log, LogKind kind,
                                uint64_t size, const Rehash& rehash) {
  const uint64_t begin = size - std::min(size, kRehashed);
  ASSIGN_OR_RETURN(const auto entries, log.Entries(begin, size - begin));
  if (entries.size() != size - begin) return Damaged(kind, "misses entries");
  for (const LogEntry& entry : entries) {
    const auto computed = rehash(kind, entry.locator);
    if (!computed.ok() || *computed != entry.entry) {
      return Damaged(kind, base::StrCat("and what is stored differ at index ",
                                        entry.index));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckReleased(const storage::Reader& reader, LogKind kind,
                           const LogHead& head, const ReleasedLog& released) {
  if (released.size > head.frontier.size()) {
    return Damaged(kind, "is shorter than what was answered from it");
  }
  if (released.size == 0) return absl::OkStatus();
  const auto root = LogReader(reader, kind).RootAt(released.size);
  if (!root.ok() || *root != released.root) {
    return Damaged(kind, "is another than what was answered from it");
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> ReadTerm(const storage::Reader& reader) {
  ASSIGN_OR_RETURN(const auto bytes, reader.Get(TermKey()));
  if (!bytes) return 0;
  const auto term = base::ByteReader(*bytes).ReadU64();
  if (!term) return absl::DataLossError("the term is damaged");
  return *term;
}

}  // namespace

absl::StatusOr<LogHead> CheckRightEdge(const storage::Reader& reader,
                                       LogKind kind, const LogSigner& signer,
                                       const Rehash& rehash) {
  ASSIGN_OR_RETURN(LogHead head, ReadLogHead(reader, kind));
  const uint64_t size = head.frontier.size();
  if (size == 0) return head;
  const LogReader log(reader, kind);
  const auto root = log.RootAt(size);
  if (!root.ok() || *root != head.frontier.Root()) {
    return Damaged(kind, "has a frontier that does not fit its nodes");
  }
  const auto checkpoint =
      OpenCheckpoint(head.checkpoint, signer.origin(), signer.public_key());
  if (!checkpoint.ok() || checkpoint->size != size ||
      checkpoint->root != *root) {
    return Damaged(kind, "has a checkpoint that does not fit it");
  }
  RETURN_IF_ERROR(CheckNewestEntries(log, kind, size, rehash));
  return head;
}

absl::StatusOr<Recovered> Recover(const storage::Reader& reader,
                                  const std::optional<Released>& released,
                                  uint64_t key_store_position,
                                  const LogSigner& shared, const LogSigner& own,
                                  const Rehash& rehash) {
  Recovered found;
  ASSIGN_OR_RETURN(found.term, ReadTerm(reader));
  ASSIGN_OR_RETURN(found.shared,
                   CheckRightEdge(reader, LogKind::kShared, shared, rehash));
  ASSIGN_OR_RETURN(found.own,
                   CheckRightEdge(reader, LogKind::kOwn, own, rehash));
  if (!released) {
    if (found.shared.frontier.size() + found.own.frontier.size() > 0) {
      return absl::DataLossError(
          "the released file is missing: whether answers were lost cannot be "
          "told, so this node does not serve");
    }
    return found;
  }
  if (released->term > found.term) {
    return absl::DataLossError("the store is older than the last start");
  }
  RETURN_IF_ERROR(
      CheckReleased(reader, LogKind::kShared, found.shared, released->shared));
  RETURN_IF_ERROR(
      CheckReleased(reader, LogKind::kOwn, found.own, released->own));
  if (released->key_store_position > key_store_position) {
    return absl::DataLossError(
        "the key store is older than what was written with it: content would "
        "be lost, so this node does not serve");
  }
  return found;
}

absl::StatusOr<uint64_t> RaiseTerm(storage::Store& store, uint64_t term) {
  storage::WriteSet writes;
  writes.preconditions.push_back(
      {TermKey(),
       term == 0 ? std::nullopt : std::optional<std::string>(base::U64(term))});
  writes.puts.emplace_back(TermKey(), base::U64(term + 1));
  if (store.Commit(writes) != storage::CommitOutcome::kCommitted) {
    return absl::AbortedError("the term could not be raised");
  }
  return term + 1;
}

}  // namespace sijill::ledger
