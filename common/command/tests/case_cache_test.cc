// SPDX-License-Identifier: Apache-2.0
// What the cache gives is what the store holds, whatever happened meanwhile.
#include "common/command/case_cache.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/casestate/kinds.h"
#include "common/command/case_access.h"
#include "common/command/testing/office_fixture.h"
#include "common/testing/deliveries.h"

namespace sijill::command {
namespace {

using testing::Deliver;
using testing::NodeFixture;
using testing::OfficeFixture;
using Audience = std::vector<std::string>;

const Audience kBoth = {"north.example", "south.example"};
const Audience kNorth = {"north.example"};

// An event with this as its first part, the others absent.
casefile::Proposal Event(const base::StreamName& stream,
                         const base::AgencyName& author,
                         const Audience& audience, v1::EventKind kind,
                         std::string first = "") {
  const auto* known = casestate::FindKind(static_cast<uint32_t>(kind));
  std::vector<std::string> parts(known->parts.size());
  parts.front() = std::move(first);
  return {.stream = stream,
          .author = author,
          .audience = audience,
          .kind = static_cast<uint32_t>(kind),
          .parts = std::move(parts)};
}

casefile::LaneTips TipsOf(const casefile::StreamView& view) {
  casefile::LaneTips tips;  // events stand in sequence: the last one stays
  for (const casefile::HeldEvent& held : view.events) {
    const event::Header& header = held.event.header;
    tips.insert_or_assign(casefile::LaneDigest(header.author, header.audience),
                          casefile::LaneTip{.log = held.log,
                                            .author = header.author,
                                            .audience = header.audience,
                                            .sequence = header.sequence,
                                            .id = held.event.id,
                                            .recorded_at = header.recorded_at});
  }
  return tips;
}

auto PartsById(const std::vector<casestate::FoldEvent>& events) {
  std::map<base::Hash, std::vector<std::optional<std::string>>> parts;
  for (const auto& event : events) parts.emplace(event.id, event.parts);
  return parts;
}

std::string BytesOf(const casestate::CaseState& state) {
  return casestate::SerializeForComparison(state, casestate::View::kWhole);
}

// A north that looks at its cases through a cache, and a south.
class CaseCacheTest : public ::testing::Test {
 protected:
  CaseCacheTest() {
    const absl::Status started = south_.Start();
    EXPECT_TRUE(started.ok()) << started;
  }
  base::StreamName Open(int request) {
    return *base::StreamName::Parse(fixture_.OpenCase(request));
  }
  // Writes at a node, alone in its command.
  void Write(NodeFixture& node, casefile::Proposal proposal) {
    const auto written =
        node.Propose({std::move(proposal)}, base::StrCat("write ", writes_++));
    EXPECT_TRUE(written.ok()) << written.status();
  }
  void WriteEvidence(const base::StreamName& stream) {
    v1::EvidenceAdded added;
    added.mutable_grading()->set_rule(base::StrCat("line ", writes_));
    Write(north(),
          Event(stream, north().Agency("interior"), kBoth,
                v1::EVENT_KIND_EVIDENCE_ADDED, added.SerializeAsString()));
  }
  LoadedCase Load(CaseCache& cache, const base::StreamName& stream) {
    auto loaded = cache.Load(north().casefile(), stream);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return *std::move(loaded);
  }
  // The cache gives what the store gives.
  void ExpectAsStored(CaseCache& cache, const base::StreamName& stream) {
    const LoadedCase loaded = Load(cache, stream);
    const auto view = north().casefile().Load(stream, casefile::Scope::kAll);
    ASSERT_TRUE(view.ok()) << view.status();
    const auto events = ToFoldEvents(*view);
    EXPECT_EQ(BytesOf(loaded.state()),
              BytesOf(casestate::Fold(stream, events)));
    EXPECT_EQ(PartsById(loaded.events()), PartsById(events));
    EXPECT_EQ(loaded.heads.guard_version, view->guard_version);
    EXPECT_EQ(loaded.heads.lanes, TipsOf(*view));
  }
  NodeFixture& north() { return fixture_.node(); }

  OfficeFixture fixture_;
  // Falls behind when the north's goes on: what it writes then sorts before
  // what the north wrote.
  time::SimulatedClock south_clock_{
      absl::FromUnixSeconds(OfficeFixture::kStart + 60)};
  NodeFixture south_{{.domain = "south.example",
                      .agencies = {"interior", "consulate", "border"},
                      .seed = 2},
                     south_clock_};
  int writes_ = 0;
};

TEST_F(CaseCacheTest, WhatDidNotChangeIsFoldedOnce) {
  const auto stream = Open(1);
  CaseCache cache;
  const LoadedCase first = Load(cache, stream);
  EXPECT_TRUE(first.state().opened());
  EXPECT_EQ(Load(cache, stream).folded, first.folded);
  // Neither another case nor the registry moves it.
  WriteEvidence(Open(2));
  EXPECT_EQ(Load(cache, stream).folded, first.folded);
  WriteEvidence(stream);
  EXPECT_NE(Load(cache, stream).folded, first.folded);
}

TEST_F(CaseCacheTest, WhatNoGuardReadsIsSeenAllTheSame) {
  const auto stream = Open(1);
  CaseCache cache;
  const LoadedCase before = Load(cache, stream);
  Write(north(),
        Event(stream, north().NodeAgency(), kNorth, v1::EVENT_KIND_DISCLOSED));
  const LoadedCase after = Load(cache, stream);
  EXPECT_EQ(after.heads.guard_version, before.heads.guard_version);
  EXPECT_EQ(after.events().size(), before.events().size() + 1);
  ExpectAsStored(cache, stream);
}

TEST_F(CaseCacheTest, WhatComesLateAndSortsBeforeIsFoldedInItsPlace) {
  const auto stream = Open(1);
  CaseCache cache;
  ASSERT_TRUE(Deliver(north(), south_).ok());
  Write(south_, Event(stream, south_.Agency("interior"), kBoth,
                      v1::EVENT_KIND_RECEIPT_CONFIRMED));
  fixture_.clock().Advance(absl::Minutes(5));
  WriteEvidence(stream);
  ExpectAsStored(cache, stream);
  ASSERT_TRUE(Deliver(south_, north()).ok());
  ExpectAsStored(cache, stream);
  EXPECT_TRUE(Load(cache, stream).state().shared.has_receipt_confirmed());
}

TEST_F(CaseCacheTest, ManyChangesOfEveryKindInAnyOrder) {
  struct Writer {
    const char* agency;
    v1::EventKind kind;
    bool own;
  };
  const Writer of_north[] = {
      {"interior", v1::EVENT_KIND_EVIDENCE_ADDED, false},
      {"interior", v1::EVENT_KIND_GATE_RECORDED, true},
      {"protection", v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, true},
      {"node", v1::EVENT_KIND_DISCLOSED, true},
      {"outsider", v1::EVENT_KIND_CLOSED, false}};
  const Writer of_south[] = {
      {"interior", v1::EVENT_KIND_RECEIPT_CONFIRMED, false},
      {"interior", v1::EVENT_KIND_APPROVED, false},
      {"consulate", v1::EVENT_KIND_IDENTITY_FINDING, false},
      {"border", v1::EVENT_KIND_ARRIVAL_CONFIRMED, false}};
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(base::StrCat("seed ", seed));
    testing::DeterministicRandom random(seed);
    const auto below = [&](size_t n) {
      return static_cast<uint8_t>(random.Bytes(1)[0]) % n;
    };
    const std::vector<base::StreamName> streams = {
        Open(static_cast<int>(seed) * 10),
        Open(static_cast<int>(seed) * 10 + 1),
        Open(static_cast<int>(seed) * 10 + 2)};
    ASSERT_TRUE(Deliver(north(), south_).ok());
    south_clock_.Advance(std::max(absl::ZeroDuration(),
                                  fixture_.clock().Now() - south_clock_.Now()));
    fixture_.clock().Advance(absl::Hours(1));
    CaseCache small({.cases = 2});
    CaseCache large;
    for (int step = 0; step < 40; ++step) {
      SCOPED_TRACE(base::StrCat("step ", step));
      const base::StreamName& stream = streams[below(streams.size())];
      const bool northern = below(2) == 0;
      NodeFixture& node = northern ? north() : south_;
      const Writer& writer = northern ? of_north[below(5)] : of_south[below(4)];
      const auto heads =
          node.casefile().Streams()->Heads(stream, casefile::Scope::kAll);
      ASSERT_TRUE(heads.ok()) << heads.status();
      switch (below(10)) {
        case 0:
          ASSERT_TRUE(Deliver(north(), south_).ok());
          break;
        case 1:
        case 2:
          ASSERT_TRUE(Deliver(south_, north()).ok());
          break;
        case 3:
          fixture_.clock().Advance(absl::Minutes(below(20)));
          break;
        case 4:
          south_clock_.Advance(absl::Minutes(below(20)));
          break;
        case 5:
          if (below(5) == 0) {
            ASSERT_TRUE(north().Restart().ok());
          }
          large.Forget(stream);
          break;
        default: {
          auto proposal = Event(stream, node.Agency(writer.agency),
                                writer.own ? kNorth : kBoth, writer.kind);
          if (below(2) == 0) {
            proposal.seen = heads->SeenBy(proposal.author, proposal.audience);
          }
          Write(node, std::move(proposal));
        }
      }
      // Not always: a fold may fall behind by more than one event.
      if (below(3) > 0) ExpectAsStored(large, stream);
      ExpectAsStored(small, streams[below(streams.size())]);
      ASSERT_FALSE(HasFailure());
    }
  }
}

TEST_F(CaseCacheTest, TheCasesUsedLastAreKept) {
  const auto one = Open(1), two = Open(2), three = Open(3);
  CaseCache cache({.cases = 2});
  const auto first = Load(cache, one).folded;
  const auto second = Load(cache, two).folded;
  EXPECT_EQ(Load(cache, one).folded, first);
  Load(cache, three);  // in place of the second
  EXPECT_EQ(cache.cases(), 2u);
  EXPECT_EQ(Load(cache, one).folded, first);
  EXPECT_NE(Load(cache, two).folded, second);
}

TEST_F(CaseCacheTest, WhatIsKeptHasABoundInBytes) {
  const auto one = Open(1), two = Open(2);
  CaseCache whole;
  Load(whole, one);
  const size_t of_one = whole.bytes();
  EXPECT_GT(of_one, 1000u);
  CaseCache cache({.bytes = of_one + of_one / 2});
  Load(cache, one);
  EXPECT_EQ(cache.bytes(), of_one);
  Load(cache, two);
  EXPECT_EQ(cache.cases(), 1u);
  EXPECT_LE(cache.bytes(), of_one + of_one / 2);
  // A case that grows is counted as it is now.
  for (int i = 0; i < 50; ++i) WriteEvidence(one);
  Load(whole, one);
  EXPECT_GT(whole.bytes(), of_one + of_one / 2);
  ExpectAsStored(cache, one);
  EXPECT_LE(cache.bytes(), of_one + of_one / 2);
  whole.Forget(one);
  EXPECT_EQ(whole.bytes(), 0u);
  CaseCache none({.cases = 0});
  ExpectAsStored(none, one);
  EXPECT_EQ(none.cases(), 0u);
}

TEST_F(CaseCacheTest, NothingIsKeptThatNobodyOpenedOrAskedToKeep) {
  const auto stream = Open(1);
  CaseCache cache;
  ASSERT_TRUE(
      cache.Load(north().casefile(), base::StreamName::ForCase(base::CaseId()))
          .ok());
  EXPECT_EQ(cache.cases(), 0u);
  ASSERT_TRUE(
      cache.Load(north().casefile(), stream, CaseCache::Keep::kNo).ok());
  EXPECT_EQ(cache.cases(), 0u);
}

TEST_F(CaseCacheTest, WhatWasErasedIsNotShownFromMemory) {
  const auto stream = Open(1);
  CaseCache cache;
  const LoadedCase before = Load(cache, stream);
  ASSERT_TRUE(before.state().shared.has_form());
  ASSERT_EQ(before.folded->keys.size(), 1u);
  north().Stop();
  ASSERT_TRUE(north().OpenStores().ok());
  storage::WriteSet erasure;
  erasure.deletes.push_back(
      base::StrCat("k", before.folded->keys.begin()->view()));
  ASSERT_EQ(north().key_database().Commit(erasure),
            storage::CommitOutcome::kCommitted);
  ASSERT_TRUE(north().Open().ok());
  const LoadedCase after = Load(cache, stream);
  EXPECT_EQ(after.heads.lanes, before.heads.lanes);
  EXPECT_FALSE(after.state().shared.has_form());
  ExpectAsStored(cache, stream);
}

TEST_F(CaseCacheTest, ReadSetAndStateAreOfOneInstantWhileOthersWrite) {
  const auto stream = Open(1);
  constexpr int kWrites = 40;
  std::atomic<int> writing = 2;
  std::vector<std::jthread> threads;
  for (int writer = 0; writer < 2; ++writer) {
    threads.emplace_back([&, writer] {
      for (int i = 0; i < kWrites; ++i) {
        auto proposal = Event(stream, north().Agency("interior"), kBoth,
                              v1::EVENT_KIND_EVIDENCE_ADDED);
        EXPECT_TRUE(north()
                        .Propose({std::move(proposal)},
                                 base::StrCat("by ", writer, " ", i))
                        .ok());
      }
      --writing;
    });
  }
  CaseCache cache({.cases = 1});
  for (int reader = 0; reader < 3; ++reader) {
    threads.emplace_back([&] {
      uint64_t last = 0;
      while (writing > 0) {
        const LoadedCase loaded = Load(cache, stream);
        // Every event of this case raises the version by one.
        EXPECT_EQ(loaded.heads.guard_version, loaded.events().size());
        EXPECT_EQ(static_cast<size_t>(loaded.state().shared.evidence_size()),
                  loaded.events().size() - 1);
        EXPECT_EQ(loaded.heads.lanes, loaded.folded->lanes);
        EXPECT_GE(loaded.heads.guard_version, last);
        last = loaded.heads.guard_version;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(Load(cache, stream).events().size(), 2u * kWrites + 1);
  ExpectAsStored(cache, stream);
}

}  // namespace
}  // namespace sijill::command
