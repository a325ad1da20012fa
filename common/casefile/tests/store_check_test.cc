// SPDX-License-Identifier: Apache-2.0
// The oracle finds nothing in what nodes write, and one changed byte of
// anything they wrote.
#include "common/casefile/store_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <map>

#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

using testing::EventOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::OpeningOf;

class StoreCheckTest : public ::testing::Test {
 protected:
  StoreCheckTest() {
    const auto both = testing::Between({&north_, &south_});
    const Proposal opening = OpeningOf(north_.Agency("interior"), both, "one");
    EXPECT_TRUE(north_.Start().ok());
    EXPECT_TRUE(south_.Start().ok());
    EXPECT_TRUE(north_.Propose({opening}, "open").ok());
    EXPECT_TRUE(testing::Deliver(north_, south_).ok());
    EXPECT_TRUE(testing::Deliver(south_, north_).ok());
    EXPECT_TRUE(
        north_
            .Propose({EventOf(opening.stream, north_.Agency("protection"),
                              {"north.example"},
                              v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, "hold")},
                     "hold")
            .ok());
    EXPECT_TRUE(
        north_
            .Propose({EventOf(opening.stream, north_.Agency("interior"), both,
                              v1::EVENT_KIND_EVIDENCE_ADDED, "evidence")},
                     "evidence")
            .ok());
  }
  StoreReport Check() {
    auto report = CheckStore(north_.store(), north_.CheckOptions());
    return report.ok() ? *std::move(report)
                       : StoreReport{.findings = {{.what = "nothing"}}};
  }
  std::map<std::string, std::string> Everything() {
    std::map<std::string, std::string> all;
    EXPECT_TRUE(north_.store()
                    .Scan("", "\xff",
                          [&](std::string_view key, std::string_view value) {
                            all.emplace(key, value);
                            return true;
                          })
                    .ok());
    return all;
  }
  void Put(const std::string& key, const std::string& value) {
    ASSERT_EQ(north_.store().Commit({.puts = {{key, value}}}),
              storage::CommitOutcome::kCommitted);
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  testing::NodeFixture north_{{}, clock_};
  testing::NodeFixture south_{{.domain = "south.example", .seed = 2}, clock_};
};

TEST_F(StoreCheckTest, NothingIsFoundInWhatANodeWrote) {
  EXPECT_THAT(north_.Findings(), IsEmpty());
  EXPECT_THAT(south_.Findings(), IsEmpty());
  const StoreReport report = Check();
  EXPECT_EQ(report.shared_size, 9u);
  EXPECT_EQ(report.own_size, 4u);  // three twins and the hold
  EXPECT_EQ(report.events, 10u);
  EXPECT_EQ(report.seals_verified, 10u);
  EXPECT_EQ(report.lanes, 6u);
  EXPECT_EQ(report.parts_erased, 0u);
  EXPECT_EQ(report.requests, 4u);
}

TEST_F(StoreCheckTest, WithoutKeysWhatNeedsNoneIsChecked) {
  uint64_t told = 0;
  const StoreReport report =
      CheckStore(north_.store(), {.progress = [&](uint64_t done, uint64_t of) {
                   EXPECT_EQ(done, of);
                   told += done;
                 }});
  EXPECT_TRUE(report.sound());
  EXPECT_EQ(report.seals_verified, 0u);
  EXPECT_EQ(report.parts_opened, 0u);
  EXPECT_EQ(report.events, 10u);
  EXPECT_EQ(told, report.shared_size + report.own_size);
}

// Of each kind of record one is altered after the other, at several places.
TEST_F(StoreCheckTest, OneChangedByteOfAnyRecordIsFound) {
  std::map<std::string, int> altered;
  for (const auto& [key, value] : Everything()) {
    const bool node = key[0] == 'M';
    const std::string kind =
        key.substr(0, 1) + (std::islower(key[1]) ? key.substr(1, 1) : "");
    // Guard versions, the term and the key store's position are counters
    // beside the logs: nothing says what they should be.
    if (node && std::string("gtk").find(key[1]) != std::string::npos) continue;
    // Records of one kind are alike: of each kind the first few.
    if (altered[kind] > 8) continue;
    for (size_t at = 0; at < value.size();
         at += std::max<size_t>(1, value.size() / 3)) {
      std::string changed = value;
      changed[at] = static_cast<char>(changed[at] ^ 0x04);
      Put(key, changed);
      const StoreReport report = Check();
      EXPECT_FALSE(report.sound()) << kind << " byte " << at;
      for (const StoreFinding& finding : report.findings) {
        EXPECT_FALSE(Describe(finding).empty());
      }
      ++altered[kind];
    }
    Put(key, value);
  }
  EXPECT_TRUE(Check().sound());
  for (const char* kind : {"Sv", "Sp", "Sl", "Sq", "Se", "Sh", "Ss", "Ov", "Op",
                           "Ol", "Oq", "Oe", "Oh", "Os", "Mr", "Mp"}) {
    EXPECT_GT(altered[kind], 0) << kind;
  }
}

TEST_F(StoreCheckTest, AFindingNamesLogIndexAndEvent) {
  const auto log = north_.casefile().Log(ledger::LogKind::kShared);
  const ledger::LogEntry entry = *log->Entry(3);
  const auto located = ParseLocator(entry.locator);
  const std::string key = EventKey(ledger::LogKind::kShared, located->id);
  std::string value = **north_.store().Get(key);
  value[value.size() / 4] = static_cast<char>(value[value.size() / 4] ^ 1);
  Put(key, value);
  EXPECT_THAT(north_.Findings(),
              HasSubstr(base::StrCat("shared log, index 3, event ",
                                     located->id.hex())));
}

TEST_F(StoreCheckTest, WhatIsMissingOrTooMuchIsFound) {
  std::map<std::string, int> seen;
  for (const auto& [key, value] : Everything()) {
    if (key[0] == 'M' || ++seen[key.substr(0, 2)] > 3) continue;
    ASSERT_EQ(north_.store().Commit({.deletes = {key}}),
              storage::CommitOutcome::kCommitted);
    EXPECT_FALSE(Check().sound()) << key.substr(0, 2);
    Put(key, value);
    if (std::string("vqlep").find(key[1]) == std::string::npos) continue;
    std::string more = key;
    more.back() = static_cast<char>(more.back() ^ 0x40);
    Put(more, value);
    EXPECT_FALSE(Check().sound()) << key.substr(0, 2);
    ASSERT_EQ(north_.store().Commit({.deletes = {more}}),
              storage::CommitOutcome::kCommitted);
  }
  EXPECT_TRUE(Check().sound());
}

TEST_F(StoreCheckTest, AnAlteredNodeIsFound) {
  std::vector<Proposal> many;
  for (int i = 0; i < 300; ++i) {
    many.push_back(OpeningOf(north_.Agency("interior"),
                             testing::Between({&north_, &south_}),
                             base::StrCat("case ", i)));
  }
  ASSERT_TRUE(north_.Propose(many, "many").ok());
  ASSERT_THAT(north_.Findings(), IsEmpty());
  Put(ledger::NodeKey(ledger::LogKind::kShared, 8, 0), std::string(32, 'x'));
  EXPECT_THAT(north_.Findings(), HasSubstr("index 255: node 0 of level 8"));
}

}  // namespace
}  // namespace sijill::casefile
