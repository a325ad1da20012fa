// SPDX-License-Identifier: Apache-2.0
// A node at work, what it answered, and whether all of that is still there.
#pragma once

#include <string>
#include <vector>

#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"

namespace sijill::testing {

// Commands of both logs, each in a new case and so in new lanes with new data
// keys. Not for several threads.
class NodeHistory {
 public:
  NodeHistory(NodeFixture& node, time::SimulatedClock& clock)
      : node_(node), clock_(clock) {}

  // Writes `commands` more. False, at the first that is not answered with a
  // receipt; the node must have ended or refused then.
  bool Write(int commands);

  // Nothing that was answered is missing: the same request gets the same
  // receipt, and the auditor finds nothing.
  void ExpectAllThere();
  size_t answered() const { return answers_.size(); }

 private:
  struct Answer {
    int number = 0;
    casefile::Receipt receipt;
  };
  absl::StatusOr<casefile::Receipt> Propose(int number);

  NodeFixture& node_;
  time::SimulatedClock& clock_;
  int asked_ = 0;
  std::vector<Answer> answers_;
};

// A directory of the test's own, empty.
std::string EmptyDirectory(const std::string& name);

// SIJILL_LONG=1.
bool IsLong();

}  // namespace sijill::testing
