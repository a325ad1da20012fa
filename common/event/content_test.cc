// SPDX-License-Identifier: Apache-2.0
#include "common/event/content.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/base/sha256.h"

namespace sijill::event {
namespace {

Part PartOf(const std::string& text) { return {base::Sha256({text}), text}; }

std::vector<base::Hash> CommitmentsOf(const std::vector<WirePart>& parts) {
  std::vector<base::Hash> commitments;
  for (const WirePart& part : parts) commitments.push_back(Commitment(part));
  return commitments;
}

TEST(ContentTest, AnyPartsMayBeWithheld) {
  const std::vector<WirePart> all = {PartOf("a"), PartOf(""), PartOf("c")};
  const base::Hash root = ContentRoot(CommitmentsOf(all));
  for (unsigned withheld = 0; withheld < 8; ++withheld) {
    std::vector<WirePart> parts = all;
    for (size_t i = 0; i < 3; ++i) {
      if ((withheld >> i & 1) != 0) parts[i] = Commitment(all[i]);
    }
    EXPECT_TRUE(CheckContent(parts, root).ok()) << withheld;
    parts.pop_back();
    EXPECT_FALSE(CheckContent(parts, root).ok()) << withheld;
  }
}

TEST(ContentTest, SixteenPartsAreTheMost) {
  std::vector<WirePart> parts(16, PartOf("x"));
  EXPECT_TRUE(CheckContent(parts, ContentRoot(CommitmentsOf(parts))).ok());
  parts.push_back(PartOf("y"));
  EXPECT_FALSE(CheckContent(parts, ContentRoot(CommitmentsOf(parts))).ok());
  EXPECT_FALSE(CheckContent({}, ContentRoot({})).ok());
}

TEST(ContentTest, FourMebibytesAreTheMost) {
  const std::string salt(32, 's');
  const std::vector<WirePart> full = {
      *ParsePart(salt, std::string(kMaxPartBytes, 'x'))};
  EXPECT_TRUE(CheckContent(full, ContentRoot(CommitmentsOf(full))).ok());
  EXPECT_FALSE(ParsePart(salt, std::string(kMaxPartBytes + 1, 'x')).ok());
  const std::vector<WirePart> over = {
      Part{base::Hash(), std::string(kMaxPartBytes + 1, 'x')}};
  EXPECT_FALSE(CheckContent(over, ContentRoot(CommitmentsOf(over))).ok());
}

TEST(ContentTest, EqualPartsWithOtherSaltsLookDifferent) {
  EXPECT_NE(Commitment(Part{base::Sha256({"1"}), "x"}),
            Commitment(Part{base::Sha256({"2"}), "x"}));
}

TEST(ContentTest, AStoredPartIsTheOneThatWasCommittedTo) {
  const Part part = PartOf("text");
  EXPECT_EQ(*ParseRestPlaintext(RestPlaintext(part), Commitment(part)), part);
  const auto other =
      ParseRestPlaintext(RestPlaintext(PartOf("other")), Commitment(part));
  EXPECT_TRUE(absl::IsDataLoss(other.status()));
  EXPECT_TRUE(
      absl::IsDataLoss(ParseRestPlaintext("short", Commitment(part)).status()));
}

}  // namespace
}  // namespace sijill::event
