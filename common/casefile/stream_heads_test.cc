// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/stream_heads.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"

namespace sijill::casefile {
namespace {

using Audience = std::vector<std::string>;

class SeenByTest : public ::testing::Test {
 protected:
  // Makes a new event the head of a lane; returns its id.
  base::Hash Add(std::string_view agency, Audience audience, uint64_t at) {
    const base::Hash id = base::Sha256({"event ", base::StrCat(count_++)});
    LaneTip tip{.author = *base::AgencyName::Parse(agency),
                .audience = std::move(audience),
                .id = id,
                .recorded_at = at};
    const base::Hash lane = LaneDigest(tip.author, tip.audience);
    heads_.lanes.insert_or_assign(lane, std::move(tip));
    return id;
  }
  std::vector<base::Hash> Seen(const Audience& audience) const {
    return heads_.SeenBy(
        *base::AgencyName::Parse("north.example/agencies/interior"), audience);
  }
  static std::vector<base::Hash> Ascending(std::vector<base::Hash> ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
  }

  StreamHeads heads_{.stream = base::StreamName::ForCase(base::CaseId())};
  int count_ = 0;
  const Audience own_ = {"north.example"};
  const Audience both_ = {"north.example", "south.example"};
  const Audience all_ = {"east.example", "north.example", "south.example"};
};

TEST_F(SeenByTest, TheHeadsOfOtherLanesAreSeen) {
  Add("south.example/agencies/interior", both_, 1);
  const auto head = Add("south.example/agencies/interior", both_, 2);
  const auto node = Add("south.example/agencies/node", both_, 3);
  Add("north.example/agencies/interior", both_, 4);  // the event's own lane
  EXPECT_EQ(Seen(both_), Ascending({head, node}));
}

TEST_F(SeenByTest, OnlyWhatTheWholeAudienceHoldsIsSeen) {
  const auto own = Add("north.example/agencies/protection", own_, 1);
  const auto both = Add("south.example/agencies/interior", both_, 2);
  const auto all = Add("south.example/agencies/interior", all_, 3);
  EXPECT_EQ(Seen(all_), Ascending({all}));
  EXPECT_EQ(Seen(both_), Ascending({both, all}));
  EXPECT_EQ(Seen(own_), Ascending({own, both, all}));
  EXPECT_TRUE(Seen({"*"}).empty());
}

TEST_F(SeenByTest, AnEventForEveryoneIsSeenByAll) {
  const auto everyone = Add("south.example/agencies/node", {"*"}, 1);
  EXPECT_EQ(Seen(both_), Ascending({everyone}));
  EXPECT_EQ(Seen({"*"}), Ascending({everyone}));
}

TEST_F(SeenByTest, OfMoreThanSixtyFourTheLatestAreSeen) {
  std::vector<base::Hash> ids;
  for (uint64_t i = 0; i < 70; ++i) {
    ids.push_back(Add(base::StrCat("south.example/agencies/a", i), both_,
                      /*at=*/100 + (i + 35) % 70));
  }
  const auto seen = Seen(both_);
  EXPECT_EQ(seen.size(), 64u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  for (uint64_t i = 0; i < 70; ++i) {
    EXPECT_EQ(std::ranges::count(seen, ids[i]) == 1, (i + 35) % 70 >= 6) << i;
  }
}

TEST_F(SeenByTest, OfTheSameInstantTheGreaterIdIsLater) {
  std::vector<base::Hash> ids;
  for (uint64_t i = 0; i < 65; ++i) {
    ids.push_back(Add(base::StrCat("south.example/agencies/a", i), both_, 100));
  }
  const auto seen = Seen(both_);
  EXPECT_EQ(seen.size(), 64u);
  EXPECT_EQ(std::ranges::count(seen, std::ranges::min(ids)), 0);
}

}  // namespace
}  // namespace sijill::casefile
