// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/log_head.h"

#include <string>

#include "common/casefile/layout.h"
#include "common/merkle/frontier.h"
#include "common/merkle/tree.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs LogHeadSeeds() {
  Inputs inputs;
  ledger::LogHead head;
  for (int i = 0; i < 7; ++i) {
    inputs.push_back(ledger::EncodeLogHead(head));
    inputs.push_back(head.frontier.Serialize());
    head.frontier.Append(merkle::LeafHash("entry"));
    head.checkpoint = "checkpoint";
    head.recorded_at = 1'790'000'000'000'000;
  }
  inputs.push_back("S" + std::string(32, 'i'));
  return inputs;
}

// What a log keeps beside its entries: heads, frontiers, locators.
void FuzzLogHead(std::string_view bytes) {
  const auto head = ledger::ParseLogHead(bytes);
  if (head.ok()) {
    Require(ledger::EncodeLogHead(*head) == bytes, "a head has one form");
  } else {
    RequireRefusal(head.status(), absl::StatusCode::kDataLoss,
                   "a damaged head is called so");
  }
  const auto frontier = merkle::Frontier::Parse(bytes);
  if (frontier.ok()) {
    Require(frontier->Serialize() == bytes, "a frontier has one form");
    merkle::Frontier next = *frontier;
    if (next.size() < merkle::kMaxTreeSize) {
      next.Append(merkle::LeafHash("next"));
      Require(next.size() == frontier->size() + 1 &&
                  next.Root() != frontier->Root(),
              "a tree can be continued from it");
    }
  } else {
    RequireInvalid(frontier.status(), "a frontier is refused");
  }
  if (const auto located = casefile::ParseLocator(bytes)) {
    Require(casefile::Locator(located->log, located->id) == bytes,
            "a locator has one form");
  }
}

}  // namespace sijill::fuzz
