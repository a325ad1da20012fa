// SPDX-License-Identifier: Apache-2.0
// The cases that were used last, folded, so that a call need not read, decrypt
// and fold them again.
#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/casefile/casefile.h"
#include "common/command/folded_case.h"

namespace sijill::command {

// A case as it was at one instant of the store, which may hold nothing of it.
struct LoadedCase {
  casefile::StreamHeads heads;
  // Shared: whoever loaded it keeps it while the cache lets go of it.
  std::shared_ptr<const FoldedCase> folded;

  const casestate::CaseState& state() const { return folded->state; }
  const std::vector<casestate::FoldEvent>& events() const {
    return folded->events;
  }
};

// Exact: what Load() gives is what the store holds at the instant of `heads`.
// A fold that was kept is used only if the heads of all lanes are the ones it
// was made at, and is folded on otherwise; and only while the keys of its
// content are there, so what was erased is never shown from here. Holds
// personal data in memory, within bounds and until others take its place.
// Safe from every thread; two that miss the same case both read it.
class CaseCache {
 public:
  struct Bounds {
    size_t cases = 256;
    size_t bytes = size_t{64} << 20;
  };
  // Whether a load leaves here what was not here before.
  enum class Keep { kYes, kNo };

  CaseCache() : CaseCache(Bounds()) {}
  explicit CaseCache(Bounds bounds) : bounds_(bounds) {}

  // The case as it is now. `casefile` is the same node's each time. DATA_LOSS
  // if what is stored cannot be read.
  absl::StatusOr<LoadedCase> Load(const casefile::Casefile& casefile,
                                  const base::StreamName& stream,
                                  Keep keep = Keep::kYes)
      ABSL_LOCKS_EXCLUDED(mu_);

  // Lets go of the case at once. To be called after its keys were destroyed.
  void Forget(const base::StreamName& stream) ABSL_LOCKS_EXCLUDED(mu_);

  size_t cases() const ABSL_LOCKS_EXCLUDED(mu_);
  size_t bytes() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  using Folded = std::shared_ptr<const FoldedCase>;
  struct Entry {
    base::StreamName stream;
    Folded folded;
  };
  using Entries = std::list<Entry>;

  Folded Find(const base::StreamName& stream) ABSL_LOCKS_EXCLUDED(mu_);
  void Put(const base::StreamName& stream, Folded folded)
      ABSL_LOCKS_EXCLUDED(mu_);
  void Remove(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const Bounds bounds_;

  // Makes one step of what is kept, its order and its size.
  mutable base::Mutex mu_;
  Entries entries_ ABSL_GUARDED_BY(mu_);  // the last used first
  std::map<base::StreamName, Entries::iterator> places_ ABSL_GUARDED_BY(mu_);
  size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace sijill::command
