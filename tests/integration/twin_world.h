// SPDX-License-Identifier: Apache-2.0
// Two States and the same shared events between them, with as much life in
// their own lanes as a seed says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "tests/integration/outsider.h"
#include "tests/integration/own_life.h"

namespace sijill::integration {

// One play. What is shared is the same in every world, at the same instants;
// ids, salts, keys and clocks are injected. Own events come before, between,
// in one command and in one batch with shared ones. Not for several threads.
class TwinWorld {
 public:
  // Without own life if `seed` is 0.
  explicit TwinWorld(uint64_t seed);

  // Plays all of it; not to be called twice.
  void Play();

  // What others than the own side get to see: what was delivered and answered
  // on the way, receipts of shared events, refusals, and in the end everything
  // that can be asked.
  const Answers& outward() const { return outward_; }
  uint64_t own_entries() { return SizeOf(ledger::LogKind::kOwn); }
  uint64_t shared_entries() { return SizeOf(ledger::LogKind::kShared); }
  std::string Findings() { return north_.Findings() + south_.Findings(); }

 private:
  using Node = sijill::testing::NodeFixture;

  uint64_t SizeOf(ledger::LogKind log) {
    return *north_.casefile().Log(log)->Size();
  }

  casefile::Proposal Evidence(Node& node, std::string_view agency,
                              const base::StreamName& stream,
                              std::vector<std::string> audience);
  void Note(std::string what, std::string bytes);
  void NoteReceipt(const std::string& request,
                   const absl::StatusOr<casefile::Receipt>& receipt);
  void Tell(Node& node, std::vector<casefile::Proposal> shared,
            const std::string& request);
  v1::DeliverEventsRequest NextDelivery(Node& from, Node& to);
  void Exchange();
  void OpenCases();
  void WriteOneByOne();
  void WriteOneBatch(std::string_view name);
  void Restart();
  void BeRefused();
  void AskEverything();

  time::SimulatedClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  Node north_;
  Node south_;
  Node east_;  // known by name only
  const std::vector<std::string> both_;
  const std::vector<std::string> three_;
  std::vector<base::StreamName> cases_;
  OwnLife own_;
  Answers outward_;
};

}  // namespace sijill::integration
