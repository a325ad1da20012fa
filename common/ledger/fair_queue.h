// SPDX-License-Identifier: Apache-2.0
// The bounded queue before the sequencer: each account in its turn.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/ledger/submission.h"

namespace sijill::ledger {

// Not safe to use from several threads: the sequencer guards it.
class FairQueue {
 public:
  // At most `total` submissions, and `per_account` of one account.
  FairQueue(size_t total, size_t per_account)
      : total_(total), per_account_(per_account) {}

  // False, taking nothing, if the queue or the account's share is full.
  bool Push(std::unique_ptr<Submission>& submission);

  // Removes up to `limit` submissions, one of each account in turn, each
  // account's in the order they came.
  std::vector<std::unique_ptr<Submission>> Take(size_t limit);

  bool empty() const { return size_ == 0; }
  size_t size() const { return size_; }

 private:
  const size_t total_;
  const size_t per_account_;
  size_t size_ = 0;
  std::map<std::string, std::deque<std::unique_ptr<Submission>>, std::less<>>
      waiting_;
  std::string last_served_;
};

}  // namespace sijill::ledger
