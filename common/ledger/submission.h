// SPDX-License-Identifier: Apache-2.0
// What callers hand to the sequencer.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/ledger/batch.h"

namespace sijill::ledger {

// One command or import, whole or not at all. Owned by the sequencer from
// Submit() on; all calls come from its thread, in the order below.
class Submission {
 public:
  virtual ~Submission() = default;

  // Whose turn it takes: the queue is fair between accounts.
  virtual std::string_view account() const = 0;

  // True if it writes in the own log alone: it waits in a queue of its own, so
  // that the order in which others' turns come does not depend on it.
  virtual bool OwnLogOnly() const { return false; }

  // True for what may still be written when the disk is nearly full: holds,
  // revocations, erasures.
  virtual bool MayUseReserve() const { return false; }

  // Looks at the state as it will be (Batch::Get) and contributes to `batch`,
  // wholly or, having kept its refusal for Committed(), not at all.
  virtual void Stage(Batch& batch) = 0;

  // The batch is durable, its checkpoints may leave the process: answer.
  virtual void Committed(const LogHead& shared, const LogHead& own) = 0;

  // Instead of both, or after Stage(): nothing is promised. RESOURCE_EXHAUSTED
  // if it was never staged; UNAVAILABLE if a commit failed or the node stops.
  virtual void Failed(const absl::Status& status) = 0;
};

}  // namespace sijill::ledger
