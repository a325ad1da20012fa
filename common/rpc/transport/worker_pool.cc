// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/transport/worker_pool.h"

#include <utility>

namespace sijill::rpc {

WorkerPool::WorkerPool(const WorkerLimits& limits) : limits_(limits) {
  for (size_t i = 0; i < limits_.threads; ++i) {
    threads_.emplace_back([this] { Work(); });
  }
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::Submit(size_t bytes, std::function<void()> job) {
  base::MutexLock lock(mu_);
  if (stopped_ || waiting_.size() >= limits_.max_jobs) return false;
  // Subtracted, so that no sum can overflow.
  const bool fits = bytes_ == 0 || (bytes_ <= limits_.max_bytes &&
                                    bytes <= limits_.max_bytes - bytes_);
  if (!fits) return false;
  bytes_ += bytes;
  waiting_.push_back({bytes, std::move(job)});
  changed_.NotifyOne();
  return true;
}

void WorkerPool::Stop() {
  {
    base::MutexLock lock(mu_);
    stopped_ = true;
    changed_.NotifyAll();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::Work() {
  while (true) {
    Job job;
    {
      base::MutexLock lock(mu_);
      while (waiting_.empty() && !stopped_) changed_.Wait(mu_);
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job.run();
    job.run = nullptr;  // gives its memory back before it is counted as free
    base::MutexLock lock(mu_);
    bytes_ -= job.bytes;
  }
}

}  // namespace sijill::rpc
