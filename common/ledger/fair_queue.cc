// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/fair_queue.h"

#include <utility>

namespace sijill::ledger {

bool FairQueue::Push(std::unique_ptr<Submission>& submission) {
  if (size_ >= total_) return false;
  auto& queue = waiting_[std::string(submission->account())];
  if (queue.size() >= per_account_) return false;
  queue.push_back(std::move(submission));
  ++size_;
  return true;
}

std::vector<std::unique_ptr<Submission>> FairQueue::Take(size_t limit) {
  std::vector<std::unique_ptr<Submission>> taken;
  while (taken.size() < limit && size_ > 0) {
    auto next = waiting_.upper_bound(last_served_);
    if (next == waiting_.end()) next = waiting_.begin();
    taken.push_back(std::move(next->second.front()));
    next->second.pop_front();
    --size_;
    last_served_ = next->first;
    if (next->second.empty()) waiting_.erase(next);
  }
  return taken;
}

}  // namespace sijill::ledger
