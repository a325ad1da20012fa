// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/batch.h"

#include <algorithm>
#include <utility>

#include "common/base/big_endian.h"
#include "common/merkle/tree.h"

namespace sijill::ledger {

Batch::Batch(const storage::Reader& store, const LogHead& shared,
             const LogHead& own, uint64_t now)
    : store_(store), shared_{.head = shared}, own_{.head = own} {
  for (Log* log : {&shared_, &own_}) {
    log->instant = std::max(now, log->head.recorded_at + 1);
  }
}

absl::StatusOr<std::optional<std::string>> Batch::Get(
    std::string_view key) const {
  const auto found = puts_.find(std::string(key));
  if (found != puts_.end()) return std::optional<std::string>(found->second);
  return store_.Get(key);
}

void Batch::Put(std::string key, std::string value) {
  bytes_ += key.size() + value.size();
  puts_[std::move(key)] = std::move(value);
}

uint64_t Batch::Append(LogKind kind, const base::Hash& entry,
                       std::string_view locator) {
  Log& log = this->log(kind);
  const uint64_t index = log.head.frontier.size();
  log.head.frontier.Append(
      merkle::LeafHash(entry.view()),
      [&](int level, uint64_t node, const base::Hash& hash) {
        if (level == 0 || level % kTileLevels != 0) return;
        Put(NodeKey(kind, level, node), hash.str());
      });
  std::string value = entry.str();
  value.append(locator);
  Put(EntryKey(kind, index), std::move(value));
  log.grew = true;
  return index;
}

void Batch::Seal(LogKind kind, std::string checkpoint) {
  Log& log = this->log(kind);
  log.head.checkpoint = std::move(checkpoint);
  Put(HeadKey(kind), EncodeLogHead(log.head));
  Put(SizeKey(kind), base::U64(log.head.frontier.size()));
}

}  // namespace sijill::ledger
