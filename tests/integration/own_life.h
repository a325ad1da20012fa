// SPDX-License-Identifier: Apache-2.0
// What a node's own side does that is nobody else's business.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <vector>

#include "common/casefile/proposal.h"
#include "common/testing/node_fixture.h"

namespace sijill::integration {

// Events of every sort that lies in the own log, at random: holds, gates, notes
// of what was read, changes of the registry, cases of this domain alone. Not
// for several threads.
class OwnLife {
 public:
  // None at all if `seed` is 0. `cases` outlives this; holds are placed in
  // them, so there has to be one.
  OwnLife(uint64_t seed, const std::vector<base::StreamName>& cases)
      : seed_(seed), random_(seed), cases_(cases) {}

  // Hands zero to three commands to `carry_out`.
  void Live(sijill::testing::NodeFixture& node,
            const std::function<void(casefile::Command)>& carry_out);
  // The same, carried out one after the other.
  void Live(sijill::testing::NodeFixture& node);

  // Now and then, an event to be written in one command with the shared ones
  // of `author`; otherwise nothing.
  std::vector<casefile::Proposal> Beside(const base::AgencyName& author);

 private:
  uint64_t Below(uint64_t bound) { return random_() % bound; }
  casefile::Proposal AnyProposal(sijill::testing::NodeFixture& node);
  casefile::Command AnyCommand(sijill::testing::NodeFixture& node);

  const uint64_t seed_;
  std::mt19937_64 random_;
  const std::vector<base::StreamName>& cases_;
  int count_ = 0;
};

}  // namespace sijill::integration
