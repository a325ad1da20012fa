// SPDX-License-Identifier: Apache-2.0
#include "common/merkle/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>

#include "common/base/text.h"
#include "common/merkle/base64.h"
#include "common/merkle/mutation.h"
#include "common/merkle/tree.h"

namespace sijill::merkle {
namespace {

// C2SP tlog-checkpoint, its example.
constexpr std::string_view kExample =
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr std::string_view kRoot =
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

TEST(CheckpointTest, ReadsAndWritesTheExampleOfTheFormat) {
  const auto checkpoint = ParseCheckpoint(kExample);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20852163u);
  EXPECT_EQ(EncodeBase64(checkpoint->root.view()), kRoot);
  EXPECT_EQ(FormatCheckpoint(*checkpoint), kExample);
}

TEST(CheckpointTest, EveryOtherFormIsRefused) {
  const auto parses = [](std::string_view origin, std::string_view size,
                         std::string_view rest) {
    return ParseCheckpoint(base::StrCat(origin, "\n", size, "\n", rest)).ok();
  };
  const std::string root = base::StrCat(kRoot, "\n");
  EXPECT_TRUE(parses("a log", "1", root));
  EXPECT_TRUE(parses("a", "9223372036854775807", root));
  EXPECT_FALSE(parses("a", "9223372036854775808", root));
  EXPECT_FALSE(parses("a", "18446744073709551617", root));
  EXPECT_FALSE(parses("", "1", root));
  EXPECT_FALSE(parses("a\x1f", "1", root));
  EXPECT_FALSE(parses("a\xff", "1", root));
  for (const std::string_view size :
       {"", "01", "+1", "-1", " 1", "1 ", "0x1"}) {
    EXPECT_FALSE(parses("a", size, root)) << size;
  }
  EXPECT_FALSE(parses("a", "1", kRoot));        // no newline
  EXPECT_FALSE(parses("a", "1", root + "\n"));  // an empty line
  EXPECT_FALSE(parses("a", "1", root + "extension\n"));
  EXPECT_FALSE(parses("a", "1", "\n"));
  EXPECT_FALSE(parses("a", "1", "CsUY\n"));
  EXPECT_FALSE(parses("a", "1", std::string(kRoot.substr(0, 43)) + "\n"));
  EXPECT_FALSE(ParseCheckpoint("").ok());
}

TEST(CheckpointTest, AnEmptyLogHasTheEmptyRoot) {
  Checkpoint checkpoint{.origin = "a", .size = 0, .root = EmptyRoot()};
  EXPECT_EQ(*ParseCheckpoint(FormatCheckpoint(checkpoint)), checkpoint);
  checkpoint.root = LeafHash("");
  EXPECT_FALSE(ParseCheckpoint(FormatCheckpoint(checkpoint)).ok());
}

TEST(CheckpointTest, MutatedTextsAreRefusedOrComeBackUnchanged) {
  const uint32_t seed = 20240604;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  int read = 0;
  for (int round = 0; round < 10000; ++round) {
    const std::string text = Mutated(kExample, random);
    const auto checkpoint = ParseCheckpoint(text);
    if (!checkpoint.ok()) continue;
    ++read;
    EXPECT_EQ(FormatCheckpoint(*checkpoint), text);
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace sijill::merkle
