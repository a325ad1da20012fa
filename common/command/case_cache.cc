// SPDX-License-Identifier: Apache-2.0
#include "common/command/case_cache.h"

#include <iterator>
#include <utility>

#include "common/base/status_macros.h"

namespace sijill::command {

absl::StatusOr<LoadedCase> CaseCache::Load(const casefile::Casefile& casefile,
                                           const base::StreamName& stream,
                                           Keep keep) {
  // Found before the snapshot is taken, so that it is not ahead of it.
  Folded folded = Find(stream);
  const bool kept = folded != nullptr;
  const auto streams = casefile.Streams();
  ASSIGN_OR_RETURN(casefile::StreamHeads heads,
                   streams->Heads(stream, casefile::Scope::kAll));
  if (folded != nullptr && !IsReadable(*streams, *folded)) {
    Forget(stream);
    folded = nullptr;
  }
  if (folded == nullptr || folded->lanes != heads.lanes) {
    ASSIGN_OR_RETURN(folded, FoldCase(*streams, heads, folded.get()));
    // Nothing is kept of names that nobody opened.
    if ((kept || keep == Keep::kYes) && !heads.lanes.empty()) {
      Put(stream, folded);
    }
    // Erased between reading and keeping: whoever erases forgets after it.
    if (!IsReadable(*streams, *folded)) Forget(stream);
  }
  return LoadedCase{.heads = std::move(heads), .folded = std::move(folded)};
}

CaseCache::Folded CaseCache::Find(const base::StreamName& stream) {
  const base::MutexLock lock(mu_);
  const auto found = places_.find(stream);
  if (found == places_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->folded;
}

void CaseCache::Put(const base::StreamName& stream, Folded folded) {
  const base::MutexLock lock(mu_);
  const auto found = places_.find(stream);
  if (found != places_.end()) Remove(found->second);
  bytes_ += folded->bytes;
  entries_.push_front({.stream = stream, .folded = std::move(folded)});
  places_.emplace(stream, entries_.begin());
  while (entries_.size() > bounds_.cases || bytes_ > bounds_.bytes) {
    Remove(std::prev(entries_.end()));
  }
}

void CaseCache::Forget(const base::StreamName& stream) {
  const base::MutexLock lock(mu_);
  const auto found = places_.find(stream);
  if (found != places_.end()) Remove(found->second);
}

void CaseCache::Remove(Entries::iterator entry) {
  bytes_ -= entry->folded->bytes;
  places_.erase(entry->stream);
  entries_.erase(entry);
}

size_t CaseCache::cases() const {
  const base::MutexLock lock(mu_);
  return entries_.size();
}

size_t CaseCache::bytes() const {
  const base::MutexLock lock(mu_);
  return bytes_;
}

}  // namespace sijill::command
