// SPDX-License-Identifier: Apache-2.0
// Whatever is read for another State opens no key of an own lane: neither a
// record of the own log nor a data key of it.
#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/casefile/stream_view.h"
#include "common/ledger/log_reader.h"
#include "common/storage/store.h"
#include "common/testing/deliveries.h"
#include "common/time/simulated_clock.h"
#include "gtest/gtest.h"
#include "sijill/store/v1/records.pb.h"
#include "sijill/v1/kinds.pb.h"
#include "tests/integration/outsider.h"

namespace sijill::integration {
namespace {

using casefile::Scope;
using ledger::LogKind;
using sijill::testing::EventOf;
using sijill::testing::OpeningOf;

constexpr char kSpoilt[] = "spoilt";

// Passes reads on and notes the keys that were asked for or met.
class WatchedReader final : public storage::Reader {
 public:
  explicit WatchedReader(const storage::Reader& reader) : reader_(reader) {}

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    Note(key);
    return reader_.Get(key);
  }
  absl::Status Scan(std::string_view begin, std::string_view end,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override {
    Note(begin);
    return reader_.Scan(begin, end,
                        [&](std::string_view key, std::string_view value) {
                          Note(key);
                          return visit(key, value);
                        });
  }

  size_t keys() const { return keys_.size(); }
  // Of these, how many belong to the own log.
  size_t own_keys() const {
    return static_cast<size_t>(
        std::ranges::count_if(keys_, [](const std::string& key) {
          return key.starts_with(ledger::Prefix(LogKind::kOwn));
        }));
  }

 private:
  void Note(std::string_view key) const { keys_.emplace(key); }

  const storage::Reader& reader_;
  mutable std::set<std::string> keys_;
};

class OwnKeysTest : public ::testing::Test {
 protected:
  OwnKeysTest() {
    for (auto* node : {&north_, &south_}) {
      const absl::Status started = node->Start();
      EXPECT_TRUE(started.ok()) << started;
    }
    const auto interior = north_.Agency("interior");
    const std::vector<std::string> own = {north_.domain().str()};
    Write({OpeningOf(interior, both_, "one")}, "open");
    Write({EventOf(case_, north_.Agency("protection"), own,
                   v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, "hold"),
           EventOf(case_, interior, own, v1::EVENT_KIND_GATE_RECORDED, "gate"),
           EventOf(base::StreamName::ForNode(north_.domain()),
                   north_.NodeAgency(), own, v1::EVENT_KIND_DISCLOSED, "read"),
           EventOf(base::StreamName::ForRegistry(north_.domain()),
                   north_.NodeAgency(), own, v1::EVENT_KIND_REGISTRY_CHANGED,
                   "registry")},
          "own life");
    Write({EventOf(case_, interior, both_, v1::EVENT_KIND_EVIDENCE_ADDED,
                   "evidence")},
          "evidence");
    EXPECT_TRUE(sijill::testing::Deliver(north_, south_).ok());
    EXPECT_TRUE(sijill::testing::Deliver(south_, north_).ok());
  }

  void Write(std::vector<casefile::Proposal> proposals,
             std::string_view request) {
    const auto written = north_.Propose(std::move(proposals), request);
    EXPECT_TRUE(written.ok()) << written.status();
  }

  // Everything that begins with the own log's letter, of the node as it is.
  std::vector<std::pair<std::string, std::string>> OwnRecords() {
    std::vector<std::pair<std::string, std::string>> records;
    EXPECT_TRUE(
        storage::ScanPrefix(north_.store(), ledger::Prefix(LogKind::kOwn),
                            [&](std::string_view key, std::string_view value) {
                              records.emplace_back(key, value);
                              return true;
                            })
            .ok());
    return records;
  }

  // Makes every record of the own log, and every data key of an own lane,
  // unreadable: whatever opens one fails. `spared` keys stay.
  void SpoilTheOwnLog(const std::set<std::string>& spared = {}) {
    storage::WriteSet records;
    storage::WriteSet wraps;
    const std::string events = base::StrCat(ledger::Prefix(LogKind::kOwn), "v");
    for (const auto& [key, value] : OwnRecords()) {
      if (!spared.contains(key)) records.puts.emplace_back(key, kSpoilt);
      store::v1::StoredEvent stored;
      if (!key.starts_with(events)) continue;
      ASSERT_TRUE(stored.ParseFromString(value));
      const std::string wrap = base::StrCat("k", stored.data_key_id());
      ASSERT_TRUE(north_.key_database().Get(wrap)->has_value());
      wraps.puts.emplace_back(wrap, kSpoilt);
    }
    ASSERT_GE(wraps.puts.size(), 4u);
    constexpr auto kCommitted = storage::CommitOutcome::kCommitted;
    ASSERT_EQ(north_.store().Commit(records), kCommitted);
    ASSERT_EQ(north_.key_database().Commit(wraps), kCommitted);
  }

  std::string SharedView(const base::StreamName& stream) {
    const auto view = north_.casefile().Load(stream, Scope::kShared);
    if (!view.ok()) return view.status().ToString();
    std::string bytes;
    for (const casefile::HeldEvent& held : view->events) {
      bytes += held.signed_header;
      for (const auto& part : held.parts) bytes += part ? part->bytes : "-";
    }
    return bytes;
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1'790'000'000)};
  sijill::testing::NodeFixture north_{{}, clock_};
  sijill::testing::NodeFixture south_{{.domain = "south.example", .seed = 2},
                                      clock_};
  const std::vector<std::string> both_ =
      sijill::testing::Between({&north_, &south_});
  const base::StreamName case_ =
      OpeningOf(north_.Agency("interior"), both_, "one").stream;
};

TEST_F(OwnKeysTest, AnOutsiderIsAnsweredTheSameIfTheOwnLogCannotBeRead) {
  const Answers before = Outsider(north_, south_, clock_).AskEverything();
  // No key of content is in memory after a restart.
  ASSERT_TRUE(north_.Restart().ok());
  SpoilTheOwnLog();
  Outsider outsider(north_, south_, clock_);
  EXPECT_EQ(FirstDifference(before, outsider.AskEverything()), "");
  // The trap is set: whoever does read an own lane falls into it.
  EXPECT_TRUE(
      absl::IsDataLoss(north_.casefile().Load(case_, Scope::kAll).status()));
  EXPECT_FALSE(north_.casefile().Log(LogKind::kOwn)->Head().ok());
}

TEST_F(OwnKeysTest, SharedScopesAreReadTheSameIfTheOwnLogCannotBe) {
  const std::vector<base::StreamName> streams = {
      case_, base::StreamName::ForNode(north_.domain()),
      base::StreamName::ForNode(south_.domain()),
      base::StreamName::ForRegistry(north_.domain())};
  std::vector<std::string> before;
  for (const auto& stream : streams) before.push_back(SharedView(stream));
  ASSERT_TRUE(north_.Restart().ok());
  SpoilTheOwnLog();
  for (size_t i = 0; i < streams.size(); ++i) {
    EXPECT_EQ(SharedView(streams[i]), before[i]) << streams[i].str();
  }
}

TEST_F(OwnKeysTest, DataKeysOfOwnLanesAreTheirsAlone) {
  ASSERT_TRUE(north_.Restart().ok());
  std::set<std::string> records;
  for (const auto& [key, value] : OwnRecords()) records.insert(key);
  // The keys alone are spoilt: content of shared lanes is read, of own not.
  SpoilTheOwnLog(records);
  EXPECT_NE(SharedView(case_).find("evidence/0"), std::string::npos);
  EXPECT_FALSE(north_.casefile().Load(case_, Scope::kAll).ok());
  EXPECT_TRUE(
      north_.casefile().Load(case_, Scope::kAll, casefile::NoPart).ok());
}

TEST_F(OwnKeysTest, ADeliveryIsTakenThoughTheOwnLogCannotBeRead) {
  const auto event = EventOf(case_, south_.Agency("interior"), both_,
                             v1::EVENT_KIND_EVIDENCE_ADDED, "answer");
  ASSERT_TRUE(south_.Propose({event}, "answer").ok());
  ASSERT_TRUE(north_.Restart().ok());
  // The sequencer compares the sizes of both logs with each commit.
  SpoilTheOwnLog({ledger::SizeKey(LogKind::kOwn)});
  const auto position = north_.casefile().PositionOf(south_.domain());
  const auto head = south_.casefile().Log(LogKind::kShared)->Size();
  const auto delivery =
      Outsider(south_, north_, clock_)
          .NextDelivery(position->next_index, position->next_index);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  ASSERT_EQ(delivery->to_index(), *head);
  const auto answer = Outsider(north_, south_, clock_)
                          .Ask("ExchangeService/DeliverEvents", *delivery);
  ASSERT_TRUE(answer.ok()) << answer.status();
  v1::DeliverEventsResponse response;
  ASSERT_TRUE(response.ParseFromString(*answer));
  ASSERT_GT(response.answers_size(), 0);
  for (const v1::EventAnswer& one : response.answers()) {
    EXPECT_TRUE(one.has_logged()) << one.ShortDebugString();
  }
  EXPECT_EQ(north_.fatal(), "");
}

TEST_F(OwnKeysTest, ReadersOfTheSharedLogTouchNoKeyOfTheOwn) {
  const auto snapshot = north_.store().Snapshot();
  const WatchedReader watched(*snapshot);
  const casefile::StreamReader streams(watched, north_.keys(), north_.domain());
  for (const auto& stream : {case_, base::StreamName::ForNode(north_.domain()),
                             base::StreamName::ForRegistry(north_.domain())}) {
    ASSERT_TRUE(streams.Load(stream, Scope::kShared).ok());
  }
  const ledger::LogReader log(watched, LogKind::kShared);
  const uint64_t size = *log.Size();
  ASSERT_TRUE(log.Head().ok());
  ASSERT_TRUE(log.Entries(0, size + 1).ok());
  ASSERT_TRUE(log.RootAt(size).ok());
  ASSERT_TRUE(log.InclusionProof(0, size).ok());
  ASSERT_TRUE(log.ConsistencyProof(1, size).ok());
  ASSERT_TRUE(log.Tile(base::StrCat("tile/0/000.p/", size)).ok());
  ASSERT_TRUE(log.Tile(base::StrCat("tile/entries/000.p/", size)).ok());
  EXPECT_GT(watched.keys(), size);
  EXPECT_EQ(watched.own_keys(), 0u);
  // And one that may is seen to do so.
  ASSERT_TRUE(streams.Load(case_, Scope::kAll).ok());
  EXPECT_GT(watched.own_keys(), 0u);
}

}  // namespace
}  // namespace sijill::integration
