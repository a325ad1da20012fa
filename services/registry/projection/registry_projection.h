// SPDX-License-Identifier: Apache-2.0
// The registry as the own log has it, folded on demand.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/casefile/casefile.h"
#include "common/command/office.h"
#include "common/decision/directory.h"

namespace sijill::registry {

// Never behind a commit that was made before it is asked: it compares versions
// and folds anew what changed. Safe from every thread.
class RegistryProjection final : public command::DirectorySource {
 public:
  // `casefile` outlives this.
  explicit RegistryProjection(const casefile::Casefile& casefile);

  // The registry now. If it cannot be read, the last one that could: whoever
  // commits by it is turned away, since its version is behind.
  std::shared_ptr<const decision::Directory> Current() const override;

 private:
  absl::StatusOr<std::shared_ptr<const decision::Directory>> Fold() const;

  const casefile::Casefile& casefile_;
  // Guards the snapshot handed out.
  mutable base::Mutex mu_;
  mutable std::shared_ptr<const decision::Directory> current_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::registry
