// SPDX-License-Identifier: Apache-2.0
// The oracle on logs that have stored nodes.
#include <gtest/gtest.h>

#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/casefile/check/store_check.h"
#include "common/casefile/tests/stored_bytes.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile {
namespace {

using testing::EventOf;
using testing::OpeningOf;

TEST(LargeStoreCheckTest, AStoredNodeIsThatOfItsEntries) {
  time::SimulatedClock clock{absl::FromUnixSeconds(1790000000)};
  testing::NodeFixture node{{}, clock};
  ASSERT_TRUE(node.Start().ok());
  const base::AgencyName interior = node.Agency("interior");
  const Proposal opening =
      OpeningOf(interior, {"north.example", "south.example"}, "one");
  std::vector<Proposal> all = {opening};
  for (int i = 0; i < 260; ++i) {
    all.push_back(EventOf(opening.stream, interior, opening.audience,
                          v1::EVENT_KIND_APPROVED, base::StrCat(i)));
    all.push_back(EventOf(opening.stream, interior, {"north.example"},
                          v1::EVENT_KIND_GATE_RECORDED, base::StrCat(i)));
  }
  const auto receipt = node.Propose(all, "all");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  ASSERT_EQ(node.Findings(), "");
  StoredBytes store(node.store());
  const auto sound = [&] {
    const auto report = CheckStore(store, node.CheckOptions());
    return report.ok() && report->sound();
  };
  int nodes = 0;
  for (auto& [key, value] : store.records) {
    const std::string kind = KindOfRecord(key);
    if (kind != "Sn" && kind != "On") continue;
    ++nodes;
    for (size_t at = 0; at < value.size(); at += 5) {
      value[at] = static_cast<char>(value[at] ^ 1);
      EXPECT_FALSE(sound()) << kind << " byte " << at;
      value[at] = static_cast<char>(value[at] ^ 1);
    }
  }
  EXPECT_EQ(nodes, 2);
  const std::string whole =
      store.records[ledger::NodeKey(ledger::LogKind::kShared, 8, 0)];
  store.records.erase(ledger::NodeKey(ledger::LogKind::kShared, 8, 0));
  EXPECT_FALSE(sound());
  store.records[ledger::NodeKey(ledger::LogKind::kShared, 8, 0)] = whole;
  store.records[ledger::NodeKey(ledger::LogKind::kOwn, 16, 0)] = whole;
  EXPECT_FALSE(sound());
}

}  // namespace
}  // namespace sijill::casefile
