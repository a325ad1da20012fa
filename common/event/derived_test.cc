// SPDX-License-Identifier: Apache-2.0
#include "common/event/derived.h"

#include <gtest/gtest.h>

#include <string>

#include "common/base/sha256.h"

namespace sijill::event {
namespace {

TEST(DerivedTest, ACaseIdDependsOnAllThatOpensIt) {
  const auto author = *base::AgencyName::Parse("alpha.example/agencies/a");
  const auto other = *base::AgencyName::Parse("alpha.example/agencies/b");
  const base::CaseId id = CaseIdOf("training.x", author, base::Hash());
  EXPECT_NE(id, CaseIdOf("training.y", author, base::Hash()));
  EXPECT_NE(id, CaseIdOf("training.x", other, base::Hash()));
  EXPECT_NE(id, CaseIdOf("training.x", author, base::Sha256({})));
}

TEST(DerivedTest, OnlyACaseCanBeOpened) {
  const auto author = *base::AgencyName::Parse("alpha.example/agencies/a");
  Header header{.exchange = "training.x",
                .stream = base::StreamName::ForCase(
                    CaseIdOf("training.x", author, base::Hash())),
                .author = author};
  EXPECT_TRUE(CheckOpening(header).ok());
  header.stream = *base::StreamName::Parse("nodes/alpha.example");
  EXPECT_FALSE(CheckOpening(header).ok());
}

TEST(DerivedTest, TimersThatDifferInAnythingMakeDifferentRequests) {
  const auto stream = *base::StreamName::Parse("nodes/alpha.example");
  const auto other = *base::StreamName::Parse("nodes/beta.example");
  const Uuid id = TimerRequestId(stream, "reply", base::Hash(), 5);
  EXPECT_EQ(id, TimerRequestId(stream, "reply", base::Hash(), 5));
  EXPECT_NE(id, TimerRequestId(other, "reply", base::Hash(), 5));
  EXPECT_NE(id, TimerRequestId(stream, "answer", base::Hash(), 5));
  EXPECT_NE(id, TimerRequestId(stream, "reply", base::Sha256({}), 5));
  EXPECT_NE(id, TimerRequestId(stream, "reply", base::Hash(), 6));
  const std::string text = UuidText(id);
  EXPECT_EQ(text.size(), 36u);
  EXPECT_EQ(text[14], '8');
}

TEST(DerivedTest, AMethodCannotBorrowFromTheRequest) {
  const std::string key(32, 'k');
  EXPECT_NE(IdempotencyValue(key, "/a", "b"), IdempotencyValue(key, "/ab", ""));
  EXPECT_NE(IdempotencyValue(key, "/a", "b"),
            IdempotencyValue(std::string(32, 'x'), "/a", "b"));
}

}  // namespace
}  // namespace sijill::event
