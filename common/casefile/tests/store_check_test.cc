// SPDX-License-Identifier: Apache-2.0
// The auditor's oracle: whatever is changed in a store, it says so.
#include "common/casefile/check/store_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/casefile/tests/stored_bytes.h"
#include "common/config/environment.h"
#include "common/testing/busy_node.h"
#include "common/testing/node_fixture.h"

namespace sijill::casefile {
namespace {

bool IsLong() { return config::Environment("SIJILL_LONG").has_value(); }

class StoreCheckTest : public ::testing::Test {
 protected:
  StoreCheckTest() { EXPECT_TRUE(busy_.status().ok()) << busy_.status(); }

  testing::NodeFixture& node() { return busy_.node(); }
  testing::BusyNode busy_;
};

// Where in a value a byte is changed: everywhere, or at both ends and in
// places drawn from the key.
std::vector<size_t> PlacesIn(std::string_view key, size_t size) {
  std::vector<size_t> places;
  if (IsLong()) {
    for (size_t i = 0; i < size; ++i) places.push_back(i);
    return places;
  }
  if (size == 0) return places;
  const std::string digest = base::Sha256({key}).str();
  places = {0, size - 1};
  for (size_t i = 0; i < 3; ++i) {
    places.push_back((static_cast<uint8_t>(digest[2 * i]) * 256u +
                      static_cast<uint8_t>(digest[2 * i + 1])) %
                     size);
  }
  return places;
}

// The term is a counter that each start raises; the logs know nothing of it.
// One that is too low start-up refuses, by the `released` file.
bool MeansNothing(std::string_view key) { return key == ledger::TermKey(); }

TEST_F(StoreCheckTest, AStoreAsItWasWrittenIsSound) {
  EXPECT_EQ(node().Findings(), "");
  StoredBytes store(node().store());
  const auto report = CheckStore(store, node().CheckOptions());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->seals_verified, report->events - 2);  // unsealed ones
  EXPECT_GE(report->lanes, 9u);
  EXPECT_EQ(report->requests, 9u);
  std::set<std::string> kinds;
  for (const auto& [key, value] : store.records) {
    kinds.insert(KindOfRecord(key));
  }
  EXPECT_THAT(kinds, ::testing::ElementsAre(
                         "Mg", "Mk", "Mp", "Mr", "Mterm", "Mx", "Mz", "Oe",
                         "Ohead", "Ol", "Op", "Oq", "Osize", "Ov", "Se",
                         "Shead", "Sl", "Sp", "Sq", "Ssize", "Sv"));
  ASSERT_TRUE(node().Restart().ok());
  EXPECT_EQ(node().Findings(), "");
}

TEST_F(StoreCheckTest, AChangedByteIsFound) {
  StoredBytes store(node().store());
  for (auto& [key, value] : store.records) {
    if (MeansNothing(key)) continue;
    const std::string before = value;
    for (const size_t at : PlacesIn(key, before.size())) {
      for (const char mask : {'\x01', '\x80'}) {
        value[at] = static_cast<char>(before[at] ^ mask);
        const auto findings = busy_.Check(store);
        EXPECT_FALSE(findings.empty())
            << KindOfRecord(key) << " " << base::Hex(key) << " byte " << at;
        value = before;
      }
    }
  }
}

TEST_F(StoreCheckTest, WhatIsAnEventsIsFoundWithItsEvent) {
  StoredBytes store(node().store());
  for (auto& [key, value] : store.records) {
    const char letter = key[1];
    if (key[0] == 'M' ||
        std::string_view("vpql").find(letter) == std::string_view::npos) {
      continue;
    }
    const std::string id = letter == 'q'   ? value
                           : letter == 'l' ? std::string()
                                           : key.substr(2, 32);
    value.back() = static_cast<char>(value.back() ^ 1);
    const auto findings = busy_.Check(store);
    EXPECT_TRUE(std::ranges::any_of(
        findings,
        [&](const StoreFinding& found) {
          return found.event_id && (id.empty() || found.event_id->view() == id);
        }))
        << KindOfRecord(key) << " " << base::Hex(key);
    value.back() = static_cast<char>(value.back() ^ 1);
  }
}

TEST_F(StoreCheckTest, AMissingRecordIsFound) {
  StoredBytes store(node().store());
  const auto whole = store.records;
  for (const auto& [key, value] : whole) {
    // Of a request that wrote nothing only its caller knows.
    store.records.erase(key);
    const bool found = !busy_.Check(store).empty();
    const bool empty = KindOfRecord(key) == "Mr" && value.size() < 100;
    EXPECT_NE(found, empty) << KindOfRecord(key) << " " << base::Hex(key);
    store.records.emplace(key, value);
  }
}

TEST_F(StoreCheckTest, RecordsThatChangedPlacesAreFound) {
  StoredBytes store(node().store());
  auto& records = store.records;
  for (auto it = records.begin(); it != records.end(); ++it) {
    // The next and the last of its kind.
    std::vector<std::string*> others;
    for (auto other = std::next(it); other != records.end(); ++other) {
      if (KindOfRecord(other->first) != KindOfRecord(it->first)) break;
      if (other->second == it->second) continue;
      if (others.size() < 2) others.emplace_back();
      others.back() = &other->second;
    }
    for (std::string* other : others) {
      std::swap(it->second, *other);
      EXPECT_FALSE(busy_.Check(store).empty())
          << KindOfRecord(it->first) << " " << base::Hex(it->first);
      std::swap(it->second, *other);
    }
  }
}

TEST_F(StoreCheckTest, AForeignRecordIsFound) {
  StoredBytes store(node().store());
  const auto whole = store.records;
  for (const auto& [key, value] : whole) {
    std::string changed = key;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    for (const std::string& other :
         {changed, key + "x", key.substr(0, key.size() - 1)}) {
      if (!store.records.emplace(other, value).second) continue;
      EXPECT_FALSE(busy_.Check(store).empty())
          << KindOfRecord(key) << " " << base::Hex(other);
      store.records.erase(other);
    }
  }
  for (const std::string other :
       {"x", "Sx", "Mx", "Mp", "Mg", "Mr", "M", "S", "k"}) {
    store.records.emplace(other, "");
    EXPECT_FALSE(busy_.Check(store).empty()) << other;
    store.records.erase(other);
  }
}

// Protobuf reads many spellings of one message.
TEST_F(StoreCheckTest, AnotherSpellingOfARecordIsFound) {
  StoredBytes store(node().store());
  for (auto& [key, value] : store.records) {
    const std::string kind = KindOfRecord(key);
    if (kind != "Sv" && kind != "Ov" && kind != "Sl" && kind != "Ol" &&
        kind != "Mr" && kind != "Mp" && kind != "Mx") {
      continue;
    }
    const std::string before = value;
    // A field nobody knows, a default value, the whole message twice.
    for (const std::string& more :
         {std::string("\xf8\x7f\x01", 3), std::string("\x18\x00", 2), before}) {
      value += more;
      EXPECT_FALSE(busy_.Check(store).empty()) << kind << " " << base::Hex(key);
      value = before;
    }
  }
}

TEST_F(StoreCheckTest, WithoutKeysOnlyCiphertextIsTakenAsItIs) {
  StoredBytes store(node().store());
  StoreCheckOptions options = node().CheckOptions();
  options.keys = nullptr;
  EXPECT_TRUE(CheckStore(store, options)->sound());
  for (auto& [key, value] : store.records) {
    if (MeansNothing(key) || key == "Mk") continue;
    value.back() = static_cast<char>(value.back() ^ 1);
    EXPECT_EQ(CheckStore(store, options)->sound(),
              key[1] == 'p' && key[0] != 'M')
        << KindOfRecord(key) << " " << base::Hex(key);
    value.back() = static_cast<char>(value.back() ^ 1);
  }
}

TEST_F(StoreCheckTest, AChangeInTheKeyStoreIsFound) {
  const StoredBytes store(node().store());
  const StoredBytes keys(node().key_database());
  const auto expect_found = [&](std::string_view key,
                                const storage::WriteSet& change,
                                const storage::WriteSet& back) {
    ASSERT_EQ(node().key_database().Commit(change),
              storage::CommitOutcome::kCommitted);
    // One that is not opened at all is found as well.
    const absl::Status opened = node().OpenStores();
    if (opened.ok()) {
      EXPECT_FALSE(busy_.Check(store).empty()) << base::Hex(key);
    }
    if (!opened.ok()) {
      // The wrapping key does not fit the first wrap.
      EXPECT_EQ(key, keys.records.begin()->first);
    }
    ASSERT_EQ(node().key_database().Commit(back),
              storage::CommitOutcome::kCommitted);
    ASSERT_TRUE(node().OpenStores().ok());
  };
  ASSERT_GE(keys.records.size(), 10u);
  for (const auto& [key, value] : keys.records) {
    const storage::WriteSet back{.puts = {{key, value}}};
    for (const size_t at : PlacesIn(key, value.size())) {
      std::string changed = value;
      changed[at] = static_cast<char>(changed[at] ^ 1);
      expect_found(key, {.puts = {{key, changed}}}, back);
    }
    expect_found(key, {.deletes = {key}}, back);
    expect_found(key, {.puts = {{key + "x", value}}}, {.deletes = {key + "x"}});
  }
  EXPECT_TRUE(busy_.Check(store).empty());
}

}  // namespace
}  // namespace sijill::casefile
