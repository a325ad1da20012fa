// SPDX-License-Identifier: Apache-2.0
// A node that holds something of everything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/casefile/check/store_check.h"
#include "common/testing/deliveries.h"
#include "common/testing/forged_log.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"

namespace sijill::testing {

// Several lanes in both logs; what a peer delivered (whole, withheld, under one
// seal, not understood) and what it was refused; requests of one, several and
// no events; keys that came and went.
class BusyNode {
 public:
  BusyNode();

  // The first thing that went wrong while it was made so.
  const absl::Status& status() const { return status_; }
  NodeFixture& node() { return south_; }
  // What the auditor finds in `store` with this node's keys.
  std::vector<casefile::StoreFinding> Check(const storage::Reader& store);

 private:
  void Import();
  void Propose(std::vector<casefile::Proposal> proposals,
               std::string_view request);
  void ImportCase();
  void ImportUnderOneSeal(const base::StreamName& stream);
  void WriteCase();
  void WriteKeys();
  void ImportRefused();

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  const NodeFixture north_{{}, clock_};  // never runs
  NodeFixture south_{{.domain = "south.example", .seed = 2}, clock_};
  const base::AgencyName north_interior_ = north_.Agency("interior");
  const base::AgencyName interior_ = south_.Agency("interior");
  const base::AgencyName protection_ = south_.Agency("protection");
  const std::vector<std::string> both_ = {"north.example", "south.example"};
  const std::vector<std::string> own_ = {"south.example"};
  const casefile::Proposal opening_ = OpeningOf(interior_, both_, "ours");
  ForgedLog log_{north_};
  uint64_t taken_ = 0;
  absl::Status status_;
};

}  // namespace sijill::testing
