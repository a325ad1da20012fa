// SPDX-License-Identifier: Apache-2.0
// Makes what several threads submit land in one batch of a node's sequencer.
#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <thread>
#include <vector>

#include "common/testing/node_fixture.h"

namespace sijill::integration {

// While it lives, the sequencer's thread of a node stands still behind an
// earlier commit, as it does while the disk is slow; what is submitted
// meanwhile is its next batch.
class HeldSequencer {
 public:
  // `node` is running, has started once, has no listener, and outlives this. It
  // repeats a request that was carried out long ago, which writes nothing.
  explicit HeldSequencer(sijill::testing::NodeFixture& node);
  // Releases.
  ~HeldSequencer();

  // Runs `submit`, which blocks until its command or import is committed, on a
  // thread, and returns when it waits before the sequencer.
  void Add(std::function<void()> submit);

  // Lets the batch go and waits until all of it is answered.
  void Release();

 private:
  sijill::testing::NodeFixture& node_;
  std::promise<void> gate_;
  std::atomic<bool> holding_ = false;
  std::atomic<size_t> answered_ = 0;
  bool released_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace sijill::integration
