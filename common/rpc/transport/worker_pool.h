// SPDX-License-Identifier: Apache-2.0
// A fixed number of threads before a bounded queue.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"

namespace sijill::rpc {

struct WorkerLimits {
  size_t threads = 8;     // at least 1
  size_t max_jobs = 256;  // that wait, besides those that run
  // Memory that waiting and running jobs hold, by their own account. One job
  // alone is always taken, however large.
  size_t max_bytes = 64u << 20;
};

// Runs jobs in the order they came. It refuses rather than lets the queue grow:
// a client that is told to come back is served sooner than one that waits in a
// queue nobody will reach. Safe from every thread.
class WorkerPool {
 public:
  explicit WorkerPool(const WorkerLimits& limits);
  // As Stop().
  ~WorkerPool();

  // Takes the job, which must not throw; false, and the job is not run, if the
  // queue is full or the pool was stopped.
  [[nodiscard]] bool Submit(size_t bytes, std::function<void()> job);

  // Takes no more, runs what was taken, and ends the threads. Not from a job.
  void Stop();

 private:
  struct Job {
    size_t bytes;
    std::function<void()> run;
  };

  void Work();

  const WorkerLimits limits_;
  base::Mutex mu_;  // a job is taken once, and counted as long as it is held
  base::CondVar changed_;
  std::deque<Job> waiting_ ABSL_GUARDED_BY(mu_);
  size_t bytes_ ABSL_GUARDED_BY(mu_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace sijill::rpc
