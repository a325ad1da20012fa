// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/random_exchange.h"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "common/casestate/testing/history_builder.h"
#include "common/ledger/log_signer.h"
#include "common/testing/deliveries.h"
#include "gtest/gtest.h"
#include "services/exchange/rpc/received.h"
#include "services/exchange/timer/delivery_batch.h"
#include "tests/integration/random_parts.h"

namespace sijill::integration {
namespace {

namespace fs = std::filesystem;
using casefile::Scope;
using ledger::LogKind;
using sijill::testing::NodeFixture;
using sijill::testing::NodeOptions;

constexpr size_t kMostOnTheWay = 6;
constexpr char kEast[] = "east.example";  // known by name only

// The size of the checkpoint of `from`'s log that `to` holds; 0 if none.
uint64_t HeldSize(NodeFixture& from, const casefile::PeerState& state) {
  if (state.checkpoint.empty()) return 0;
  const casefile::Peer peer = from.AsPeer();
  const auto held =
      ledger::OpenCheckpoint(state.checkpoint, peer.log_origin, peer.log_key);
  EXPECT_TRUE(held.ok()) << held.status();
  return held->size;
}

}  // namespace

RandomExchange::Side::Side(std::string directory_path, NodeOptions options,
                           absl::Time start)
    : directory(std::move(directory_path)),
      clock(start),
      node(
          [&] {
            fs::create_directory(directory);
            options.directory = directory;
            return options;
          }(),
          clock) {
  const absl::Status started = node.Start();
  EXPECT_TRUE(started.ok()) << started;
}

RandomExchange::RandomExchange(uint64_t seed, const std::string& directory)
    : random_(seed),
      north_(directory + "/north",
             {.domain = casestate::testing::kNorth,
              .agencies = {"interior", "protection"},
              .seed = 2 * seed},
             absl::FromUnixSeconds(1'790'000'000)),
      south_(directory + "/south",
             {.domain = casestate::testing::kSouth,
              .agencies = {"interior", "consulate", "border"},
              .seed = 2 * seed + 1},
             absl::FromUnixSeconds(1'790'000'003)),
      both_(sijill::testing::Between({&north_.node, &south_.node})) {}

void RandomExchange::Run(int steps) {
  OpenCase(north_);
  for (int i = 0; i < steps; ++i) {
    DoSomething();
    if (i == steps / 2) Restore(south_);
    if (::testing::Test::HasFatalFailure()) return;
  }
  // Receipts are answered by none: it comes to an end.
  bool moved = true;
  for (int round = 0; moved && round < 10; ++round) {
    const bool there = DeliverAll(north_, south_);
    moved = DeliverAll(south_, north_) || there;
  }
  EXPECT_FALSE(moved) << "the nodes never come to rest";
}

void RandomExchange::DoSomething() {
  Side& side = AnySide();
  switch (Below(12)) {
    case 0:
      side.clock.Advance(absl::Microseconds(Below(3'000'000)));
      break;
    case 1:
      if (cases_.size() < 4) OpenCase(side);
      break;
    case 2:
      if (Chance(2)) Restart(side);
      break;
    case 3:
    case 4:
      Send(Other(side), side, /*from_where_it_is_wanted=*/true);
      break;
    case 5:
      Send(Other(side), side, /*from_where_it_is_wanted=*/false);
      break;
    case 6:
    case 7:
      if (!side.on_the_way.empty()) Take(side, Below(side.on_the_way.size()));
      break;
    default:
      Write(side);
  }
}

void RandomExchange::OpenCase(Side& side) {
  const v1::OpeningTerms terms = casestate::testing::ReadmissionTerms();
  const v1::RequestForm form = casestate::testing::Form();
  casefile::Proposal opening = sijill::testing::OpeningOf(
      side.node.Agency("interior"), both_, std::to_string(++requests_));
  opening.parts = PartsOf(opening.kind, {&terms, &form});
  cases_.push_back(opening.stream);
  const auto receipt =
      side.node.Propose({std::move(opening)}, std::to_string(++requests_));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  facts_.push_back(receipt->events.front().event_id);
  ++count_.written;
}

std::vector<std::string> RandomExchange::AnyAudience(const Side& side,
                                                     bool own_lane) {
  if (own_lane || Chance(6)) return {side.node.domain().str()};
  if (Chance(5)) return {kEast, both_[0], both_[1]};
  if (Chance(8)) {
    std::vector<std::string> others = {kEast, side.node.domain().str()};
    return others;  // not for the other side
  }
  return both_;
}

casefile::Proposal RandomExchange::AnyEvent(Side& side) {
  const auto kinds = casestate::AllKinds();
  const casestate::Kind* kind = nullptr;
  // What an import writes is at nobody's request.
  const auto of_import = [](const casestate::Kind& one) {
    return one.number == v1::EVENT_KIND_DELIVERED ||
           one.number == v1::EVENT_KIND_MISADDRESSED;
  };
  while (kind == nullptr || kind->own_log() || kind->opening ||
         of_import(*kind) ||
         (kind->lane != v1::LANE_SHARED && kind->lane != v1::LANE_OWN)) {
    kind = &kinds[Below(kinds.size())];
  }
  const base::StreamName& stream = cases_[Below(cases_.size())];
  const bool north = &side == &north_;
  const std::vector<const char*> agencies =
      north
          ? std::vector<const char*>{"interior", "protection", "node"}
          : std::vector<const char*>{"interior", "consulate", "border", "node"};
  const base::AgencyName author =
      side.node.Agency(agencies[Below(agencies.size())]);
  casefile::Proposal event{
      .stream = stream,
      .author = author,
      .audience = AnyAudience(side, kind->lane == v1::LANE_OWN),
      .kind = kind->number,
      .parts =
          RandomParts(kind->number, facts_[Below(facts_.size())], random_)};
  const auto heads = side.node.casefile().Streams()->Heads(stream, Scope::kAll);
  EXPECT_TRUE(heads.ok()) << heads.status();
  event.seen = heads->SeenBy(author, event.audience);
  return event;
}

void RandomExchange::Write(Side& side) {
  std::vector<casefile::Proposal> events;
  for (uint64_t left = 1 + Below(3); left > 0; --left) {
    events.push_back(AnyEvent(side));
  }
  const auto receipt =
      side.node.Propose(std::move(events), std::to_string(++requests_));
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  for (const casefile::EventPlace& place : receipt->events) {
    facts_.push_back(place.event_id);
    ++count_.written;
  }
}

// A delivery that sets out. From an earlier position than is wanted, it
// repeats what is held; what it says of the checkpoint held may be out of date
// when it arrives.
void RandomExchange::Send(Side& from, Side& to, bool from_where_it_is_wanted) {
  const auto state = to.node.casefile().PositionOf(from.node.domain());
  ASSERT_TRUE(state.ok()) << state.status();
  const uint64_t begin = from_where_it_is_wanted ? state->next_index
                                                 : Below(state->next_index + 1);
  const auto batch = exchange::NextBatch(
      from.node.casefile(), to.node.domain(), begin,
      HeldSize(from.node, *state),
      {.events = 1 + static_cast<int>(Below(9)), .scanned = 1 + Below(20)});
  ASSERT_TRUE(batch.ok()) << batch.status();
  if (to.on_the_way.size() == kMostOnTheWay) {
    to.on_the_way.erase(to.on_the_way.begin());  // lost
  }
  to.on_the_way.push_back(batch->request);
}

void RandomExchange::Take(Side& to, size_t which) {
  Import(to, to.on_the_way[which]);
  if (Chance(3)) return;  // it will come again
  to.on_the_way.erase(to.on_the_way.begin() + static_cast<ptrdiff_t>(which));
}

void RandomExchange::Import(Side& to, const v1::DeliverEventsRequest& request) {
  const auto delivery = exchange::ParseDelivery(request);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  const uint64_t before = *to.node.casefile().Log(LogKind::kShared)->Size();
  const auto answer =
      to.node.casefile().Import(Other(to).node.AsPeer(), *delivery);
  if (absl::IsAborted(answer.status())) {
    ++count_.stale;
    return;
  }
  ASSERT_TRUE(answer.ok()) << answer.status();
  ++count_.taken;
  ASSERT_EQ(answer->events.size(), delivery->events.size());
  for (const casefile::ImportedEvent& event : answer->events) {
    ASSERT_EQ(event.refusal, "");
    if (event.index < before) ++count_.repeated;
  }
}

void RandomExchange::Restart(Side& side) {
  const absl::Status restarted = side.node.Restart();
  ASSERT_TRUE(restarted.ok()) << restarted;
  ++count_.restarts;
}

// The machine's disk is lost and a copy of it comes back, made before a number
// of deliveries were taken; nothing that was written since had left the node.
void RandomExchange::Restore(Side& side) {
  Side& peer = Other(side);
  side.node.Stop();
  const std::string copy = side.directory + ".copy";
  fs::copy(side.directory, copy, fs::copy_options::recursive);
  ASSERT_TRUE(side.node.Start().ok());
  const auto position = [&] {
    return *side.node.casefile().PositionOf(peer.node.domain());
  };
  const casefile::PeerState then = position();
  for (int i = 0; i < 4 || position() == then; ++i) {
    ASSERT_LT(i, 50);
    Write(peer);
    Send(peer, side, true);
    Import(side, side.on_the_way.back());
  }
  side.node.Stop();
  fs::remove_all(side.directory);
  fs::rename(copy, side.directory);
  ASSERT_TRUE(side.node.Start().ok());
  EXPECT_EQ(position(), then);
  ++count_.restores;
}

// True if anything came of it.
bool RandomExchange::DeliverAll(Side& from, Side& to) {
  const uint64_t before = *to.node.casefile().Log(LogKind::kShared)->Size();
  const uint64_t end = *from.node.casefile().Log(LogKind::kShared)->Size();
  uint64_t position = 0;
  while (!::testing::Test::HasFatalFailure()) {
    const auto state = to.node.casefile().PositionOf(from.node.domain());
    if (state->next_index >= end) break;
    if (state->next_index < position) {
      ADD_FAILURE() << "the position does not move";
      break;
    }
    position = state->next_index + 1;
    Send(from, to, true);
    Import(to, to.on_the_way.back());
  }
  return *to.node.casefile().Log(LogKind::kShared)->Size() != before;
}

}  // namespace sijill::integration
