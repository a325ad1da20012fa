// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/history.h"

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sijill::casestate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

base::Hash Id(uint8_t number) {
  base::Hash id;
  id.data()[0] = number;
  return id;
}

FoldEvent Event(uint8_t id, uint64_t at, std::vector<base::Hash> seen = {}) {
  return FoldEvent{.id = Id(id),
                   .author = *base::AgencyName::Parse("a.example/agencies/b"),
                   .recorded_at = at,
                   .seen = std::move(seen)};
}

TEST(OrderTest, NothingGivesNothing) { EXPECT_THAT(Order({}), IsEmpty()); }

TEST(OrderTest, ATimeComesBeforeALaterOne) {
  const std::vector<FoldEvent> events = {Event(1, 30), Event(2, 10),
                                         Event(3, 20)};
  EXPECT_THAT(Order(events), ElementsAre(1, 2, 0));
}

TEST(OrderTest, AtOneTimeTheSmallerIdComesFirst) {
  const std::vector<FoldEvent> events = {Event(9, 10), Event(2, 10)};
  EXPECT_THAT(Order(events), ElementsAre(1, 0));
}

TEST(OrderTest, ACauseComesFirstHoweverItsClockStands) {
  const std::vector<FoldEvent> events = {Event(1, 10, {Id(2)}), Event(2, 99)};
  EXPECT_THAT(Order(events), ElementsAre(1, 0));
}

TEST(OrderTest, ThePreviousEventOfTheLaneIsACause) {
  std::vector<FoldEvent> events = {Event(1, 10), Event(2, 99)};
  events[0].previous = Id(2);
  EXPECT_THAT(Order(events), ElementsAre(1, 0));
}

TEST(OrderTest, ACauseThatIsNotHeldIsNoGap) {
  const std::vector<FoldEvent> events = {Event(1, 10, {Id(77)}), Event(2, 5)};
  EXPECT_THAT(Order(events), ElementsAre(1, 0));
}

TEST(OrderTest, OneIdCountsOnceAndWithMostParts) {
  std::vector<FoldEvent> events = {Event(1, 10), Event(1, 10), Event(2, 20)};
  events[0].parts = {std::nullopt, "outward"};
  events[1].parts = {"own", "outward"};
  EXPECT_THAT(Order(events), ElementsAre(1, 2));
}

TEST(OrderTest, ARingOfCausesEndsAllTheSame) {
  const std::vector<FoldEvent> events = {
      Event(1, 10, {Id(2)}), Event(2, 20, {Id(1)}), Event(3, 30, {Id(3)})};
  EXPECT_THAT(Order(events), ElementsAre(2, 0, 1));
}

}  // namespace
}  // namespace sijill::casestate
