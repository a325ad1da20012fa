// SPDX-License-Identifier: Apache-2.0
// Two nodes whose agencies write what they like, and the deliveries between
// them: made at any moment, from any earlier position, kept on the way as long
// as chance has it, taken once, often or never; restarts of both sides, and a
// receiver that comes back as an older copy of itself.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::integration {

// One history. Not for several threads.
class RandomExchange {
 public:
  // What happened, so that a test sees that it did.
  struct Count {
    int written = 0;
    int taken = 0;     // deliveries that were taken
    int repeated = 0;  // events among them that were held already
    int stale = 0;     // deliveries to be made anew
    int restarts = 0;
    int restores = 0;
  };

  // Both nodes lie in directories of their own below `directory`, which exists
  // and is empty.
  RandomExchange(uint64_t seed, const std::string& directory);

  // Does `steps` things at random; then what is left is delivered, until
  // nothing comes of it any more.
  void Run(int steps);

  // The cases that anybody opened, and the domains that they are between.
  const std::vector<base::StreamName>& cases() const { return cases_; }
  const std::vector<std::string>& domains() const { return both_; }
  sijill::testing::NodeFixture& north() { return north_.node; }
  sijill::testing::NodeFixture& south() { return south_.node; }
  const Count& count() const { return count_; }

 private:
  struct Side {
    Side(std::string directory_path, sijill::testing::NodeOptions options,
         absl::Time start);

    std::string directory;
    time::SimulatedClock clock;  // the machines' clocks differ
    sijill::testing::NodeFixture node;
    std::vector<v1::DeliverEventsRequest> on_the_way;  // to this side
  };

  uint64_t Below(uint64_t bound) { return random_() % bound; }
  bool Chance(uint64_t one_in) { return Below(one_in) == 0; }
  Side& AnySide() { return Chance(2) ? north_ : south_; }
  Side& Other(const Side& side) { return &side == &north_ ? south_ : north_; }

  void DoSomething();
  void OpenCase(Side& side);
  void Write(Side& side);
  casefile::Proposal AnyEvent(Side& side);
  std::vector<std::string> AnyAudience(const Side& side, bool own_lane);
  void Send(Side& from, Side& to, bool from_where_it_is_wanted);
  void Take(Side& to, size_t which);
  void Import(Side& to, const v1::DeliverEventsRequest& request);
  void Restart(Side& side);
  void Restore(Side& side);
  bool DeliverAll(Side& from, Side& to);

  std::mt19937_64 random_;
  Side north_;
  Side south_;
  const std::vector<std::string> both_;
  std::vector<base::StreamName> cases_;
  std::vector<base::Hash> facts_;  // events that others may name
  int requests_ = 0;
  Count count_;
};

}  // namespace sijill::integration
