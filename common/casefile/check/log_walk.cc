// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/log_walk.h"

#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/check/place.h"
#include "common/ledger/log_signer.h"
#include "common/merkle/frontier.h"
#include "common/merkle/note.h"
#include "common/merkle/tree.h"

namespace sijill::casefile::check {
namespace {

constexpr uint64_t kTold = 1024;

class LogWalk {
 public:
  LogWalk(const storage::Reader& store, ledger::LogKind log,
          StoreReport& report)
      : store_(store), log_(log), reader_(store, log), report_(report) {}

  // The head, or an empty one and a finding.
  ledger::LogHead Head() {
    const auto size = reader_.Size();
    if (!size.ok()) Found(std::nullopt, "its size cannot be read");
    size_ = size.value_or(0);
    auto head = reader_.Head();
    if (head.ok()) return *std::move(head);
    Found(std::nullopt, std::string(head.status().message()));
    return {};
  }

  // One pass over what is stored, whatever the size says.
  void Entries(
      absl::FunctionRef<void(const ledger::LogEntry&)> visit,
      const std::function<void(uint64_t done, uint64_t of)>& progress) {
    uint64_t next = 0;
    const std::string prefix = base::StrCat(ledger::Prefix(log_), "e");
    const absl::Status status = storage::ScanPrefix(
        store_, prefix, [&](std::string_view key, std::string_view value) {
          key.remove_prefix(prefix.size());
          const auto index = base::ByteReader(key).ReadU64();
          const auto entry =
              base::Hash::From(value.substr(0, base::Hash::kSize));
          if (key.size() != 8 || !index || *index >= size_) {
            Broken(next, "there are entries behind the log's end");
            return false;
          }
          if (*index != next || !entry) {
            Broken(next, "the entry is missing or cannot be read");
            next = *index;
          }
          if (entry) {
            Append(*index, *entry);
            visit({.index = *index,
                   .entry = *entry,
                   .locator = std::string(value.substr(base::Hash::kSize))});
          }
          ++next;
          if (progress && (next % kTold == 0 || next == size_)) {
            progress(next, size_);
          }
          return true;
        });
    if (!status.ok()) Broken(next, "the entry cannot be read");
    if (next != size_) Broken(next, "the entry is missing");
    CountKeys(store_, log_, "n", nodes_,
              "the log has other nodes than its entries make", report_);
  }

  void Compare(const ledger::LogHead& head,
               const std::optional<KnownLog>& known) {
    if (!whole_) return;  // said already; nothing behind it can fit
    if (size_ == 0 && head.checkpoint.empty()) return;
    if (head.frontier != frontier_) {
      Found(std::nullopt, "its frontier is not that of its entries");
    }
    const auto checkpoint = ReadCheckpoint(head.checkpoint, known);
    if (!checkpoint.ok()) {
      Found(std::nullopt,
            "its checkpoint cannot be read or is not signed by it");
    } else if (checkpoint->size != size_ ||
               checkpoint->root != frontier_.Root()) {
      Found(std::nullopt, "its checkpoint is not that of its entries");
    }
  }

  uint64_t size() const { return size_; }

 private:
  void Found(std::optional<uint64_t> index, std::string what) {
    report_.Add(
        {.log = log_, .index = index, .event_id = {}, .what = std::move(what)});
  }

  // A perfect subtree that ends at entry `index`.
  void Node(int level, uint64_t node, uint64_t index, const base::Hash& hash) {
    ++nodes_;
    const auto stored = store_.Get(ledger::NodeKey(log_, level, node));
    if (stored.ok() && *stored && **stored == hash.view()) return;
    if (whole_) {
      Found(index, base::StrCat("node ", node, " of level ", level,
                                ", which ends here, is not that of its "
                                "entries"));
    }
  }

  void Append(uint64_t index, const base::Hash& entry) {
    frontier_.Append(merkle::LeafHash(entry.view()),
                     [&](int level, uint64_t node, const base::Hash& hash) {
                       if (level > 0 && level % ledger::kTileLevels == 0) {
                         Node(level, node, index, hash);
                       }
                     });
  }

  // Nothing behind it can fit.
  void Broken(uint64_t index, const char* what) {
    Found(index, what);
    whole_ = false;
  }

  const storage::Reader& store_;
  const ledger::LogKind log_;
  const ledger::LogReader reader_;
  StoreReport& report_;
  uint64_t size_ = 0;
  uint64_t nodes_ = 0;
  bool whole_ = true;
  merkle::Frontier frontier_;
};

}  // namespace

std::string NameOf(ledger::LogKind log) {
  return log == ledger::LogKind::kShared ? "shared log" : "own log";
}

const std::optional<KnownLog>& KnownLogOf(const StoreCheckOptions& options,
                                          ledger::LogKind log) {
  return log == ledger::LogKind::kShared ? options.shared_log : options.own_log;
}

absl::StatusOr<merkle::Checkpoint> ReadCheckpoint(
    const std::string& note, const std::optional<KnownLog>& known) {
  ASSIGN_OR_RETURN(const merkle::Note parsed, merkle::ParseNote(note));
  // More signatures than the log's own would be somebody's addition.
  if (parsed.signatures.size() != 1) {
    return absl::InvalidArgumentError("a log signs its checkpoints alone");
  }
  if (known) return ledger::OpenCheckpoint(note, known->origin, known->key);
  return merkle::ParseCheckpoint(parsed.text);
}

uint64_t WalkLog(const storage::Reader& store, ledger::LogKind log,
                 const StoreCheckOptions& options,
                 absl::FunctionRef<void(const ledger::LogEntry&)> visit,
                 StoreReport& report) {
  LogWalk walk(store, log, report);
  const ledger::LogHead head = walk.Head();
  walk.Entries(visit, options.progress);
  walk.Compare(head, KnownLogOf(options, log));
  return walk.size();
}

}  // namespace sijill::casefile::check
