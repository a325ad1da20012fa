// SPDX-License-Identifier: Apache-2.0
// The sequencer: one thread that gives everything written its place.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/ledger/batch.h"
#include "common/ledger/fair_queue.h"
#include "common/ledger/log_signer.h"
#include "common/ledger/released.h"
#include "common/ledger/submission.h"
#include "common/storage/store.h"
#include "common/time/clock.h"

namespace sijill::ledger {

// What must be durable elsewhere before a batch may be committed (data keys).
class CommitHook {
 public:
  virtual ~CommitHook() = default;
  // Runs on the sequencer's thread after staging; may still Put(). An error
  // ends the process as a failed commit does.
  virtual absl::Status BeforeCommit(Batch& batch) = 0;
  // The key store's position that goes with what is released.
  virtual uint64_t position() const = 0;
};

// A batch is what arrived while the previous commit was on its way to the
// disk: no timer. A submission is answered only after the commit that holds it
// is durable and the `released` file names its checkpoint.
//
// A commit that conflicts or whose outcome is unknown, or a `released` file
// that cannot be written, ends the process through `on_fatal`: nothing of it is
// released, and the next start reads what became of it.
class Sequencer {
 public:
  struct Parts {
    storage::Store& store;
    const LogSigner& shared_signer;
    const LogSigner& own_signer;
    ReleasedFile& released;
    const time::Clock& clock;
    CommitHook& hook;
    // Called once, on the sequencer's thread, with the reason; in a daemon it
    // does not return.
    std::function<void(const std::string&)> on_fatal;
  };
  struct Limits {
    // Of each queue: of what reaches the shared log, and of what does not.
    size_t queue = 4096;
    size_t per_account = 1024;
    size_t batch = 256;
    size_t batch_bytes = size_t{16} << 20;
    uint64_t free_floor_bytes = uint64_t{256} << 20;
  };

  // Everything in `parts` outlives the sequencer. `term` and the heads are
  // those that start-up found and raised.
  Sequencer(Parts parts, Limits limits, uint64_t term, LogHead shared,
            LogHead own);
  // Stops after what is queued has been answered.
  ~Sequencer();
  Sequencer(const Sequencer&) = delete;
  Sequencer& operator=(const Sequencer&) = delete;

  // Takes the submission; it will be answered by exactly one of Committed()
  // and Failed(). From any thread.
  void Submit(std::unique_ptr<Submission> submission) ABSL_LOCKS_EXCLUDED(mu_);

  // Submissions that wait.
  size_t waiting() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  using Submissions = std::vector<std::unique_ptr<Submission>>;

  void Run() ABSL_LOCKS_EXCLUDED(mu_);
  Submissions Wait() ABSL_LOCKS_EXCLUDED(mu_);
  Submissions Take(size_t limit) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Sequence(Submissions& submissions);
  bool IsDiskNearlyFull() const;
  void SealLogs(Batch& batch);
  absl::Status Commit(Batch& batch);
  absl::Status Release();
  void Halt(const Submissions& staged, const absl::Status& why)
      ABSL_LOCKS_EXCLUDED(mu_);

  Parts parts_;
  const Limits limits_;
  const uint64_t term_;
  LogHead shared_;
  LogHead own_;

  // Guards the queues and whether they still take submissions.
  mutable base::Mutex mu_;
  base::CondVar arrived_;
  FairQueue shared_queue_ ABSL_GUARDED_BY(mu_);
  FairQueue own_queue_ ABSL_GUARDED_BY(mu_);
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  bool halted_ ABSL_GUARDED_BY(mu_) = false;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace sijill::ledger
