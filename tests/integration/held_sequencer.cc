// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/held_sequencer.h"

#include <utility>

#include "gtest/gtest.h"

namespace sijill::integration {

HeldSequencer::HeldSequencer(sijill::testing::NodeFixture& node) : node_(node) {
  node_.casefile().SetListener(
      [this, gate = gate_.get_future().share()](const auto&) {
        if (holding_.exchange(true)) return;
        gate.wait();
      });
  threads_.emplace_back([this] {
    const auto repeated = node_.Propose({}, "first start");
    EXPECT_TRUE(repeated.ok()) << repeated.status();
  });
  while (!holding_) std::this_thread::yield();
}

HeldSequencer::~HeldSequencer() { Release(); }

void HeldSequencer::Add(std::function<void()> submit) {
  const size_t before = node_.casefile().waiting();
  threads_.emplace_back([this, submit = std::move(submit)] {
    submit();
    ++answered_;
  });
  while (node_.casefile().waiting() == before && answered_ == 0) {
    std::this_thread::yield();
  }
  EXPECT_EQ(answered_, 0u) << "answered without having waited";
}

void HeldSequencer::Release() {
  if (std::exchange(released_, true)) return;
  gate_.set_value();
  threads_.clear();  // waits for them
  node_.casefile().SetListener(nullptr);
}

}  // namespace sijill::integration
