// SPDX-License-Identifier: Apache-2.0
#include "common/event/header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>
#include <vector>

namespace sijill::event {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

base::Hash HashOf(uint8_t fill) {
  base::Hash hash;
  for (size_t i = 0; i < base::Hash::kSize; ++i) hash.data()[i] = fill;
  return hash;
}

Header Sample() {
  return {.exchange = "training.example",
          .stream = *base::StreamName::Parse("nodes/alpha.example"),
          .author = *base::AgencyName::Parse("alpha.example/agencies/office"),
          .key_id = HashOf(5),
          .audience = {"alpha.example", "beta.example"},
          .sequence = 2,
          .previous = HashOf(8),
          .random = HashOf(9),
          .kind = 300,
          .critical = true,
          .recorded_at = 1'790'000'000'000'000,
          .content_root = HashOf(13),
          .seen = {HashOf(1), HashOf(2)}};
}

// What is refused when encoding is refused for the named field.
void ExpectRefused(const Header& header, const std::string& field) {
  const auto bytes = EncodeHeader(header);
  EXPECT_TRUE(absl::IsInvalidArgument(bytes.status())) << field;
  EXPECT_THAT(std::string(bytes.status().message()), HasSubstr(field));
}

TEST(HeaderTest, WhatIsEncodedIsParsed) {
  const auto bytes = EncodeHeader(Sample());
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const auto header = ParseHeader(*bytes);
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(*header, Sample());
}

TEST(HeaderTest, NothingIsEncodedThatParsingWouldRefuse) {
  const auto refused = [](auto change, const std::string& field) {
    Header header = Sample();
    change(header);
    ExpectRefused(header, field);
  };
  refused([](Header& h) { h.format = 0; }, "format");
  refused([](Header& h) { h.exchange = "Training"; }, "exchange");
  refused([](Header& h) { h.key_id.reset(); }, "key id");
  refused([](Header& h) { h.audience = {}; }, "audience");
  refused([](Header& h) { h.audience = {"*", "alpha.example"}; }, "audience");
  refused([](Header& h) { h.audience = {"beta.example"}; }, "audience");
  refused([](Header& h) { std::swap(h.audience[0], h.audience[1]); },
          "audience");
  refused([](Header& h) { h.sequence = 0; }, "sequence");
  refused([](Header& h) { h.sequence = 1; }, "previous");
  refused([](Header& h) { h.previous.reset(); }, "previous");
  refused([](Header& h) { h.kind = 0; }, "kind");
  refused([](Header& h) { h.recorded_at = 0; }, "recorded-at");
  refused([](Header& h) { h.recorded_at = kMaxRecordedAt + 1; }, "recorded-at");
  refused([](Header& h) { h.seen = {HashOf(2), HashOf(2)}; }, "seen");
  refused([](Header& h) { h.seen.resize(65); }, "seen");
  refused([](Header& h) { h.rest = "x"; }, "unknown field");
  refused([](Header& h) { h.format = 2; }, "seen");
}

TEST(HeaderTest, AnOwnLogKindIsForTheAuthorsDomainOnly) {
  Header header = Sample();
  header.kind = kFirstOwnLogKind;
  ExpectRefused(header, "own-log");
  header.audience = {"*"};
  ExpectRefused(header, "own-log");
  header.audience = {"alpha.example"};
  EXPECT_TRUE(EncodeHeader(header).ok());
  header.key_id.reset();
  EXPECT_TRUE(EncodeHeader(header).ok());
}

TEST(HeaderTest, ANewerFormatKeepsWhatFollowsFieldThirteen) {
  Header header = Sample();
  header.format = std::numeric_limits<uint32_t>::max();
  header.seen.clear();
  const auto empty = EncodeHeader(header);
  ASSERT_TRUE(empty.ok());
  header.rest = std::string(kMaxHeaderBytes - empty->size(), '\xff');
  const auto full = EncodeHeader(header);
  ASSERT_TRUE(full.ok());
  EXPECT_EQ(*ParseHeader(*full), header);
  EXPECT_FALSE(ParseHeader(*full + "x").ok());
  header.rest += "x";
  EXPECT_FALSE(EncodeHeader(header).ok());
}

TEST(HeaderTest, ErrorsNeverShowAValue) {
  Header header = Sample();
  header.exchange = "Name-Of-A-Person";
  EXPECT_THAT(std::string(EncodeHeader(header).status().message()),
              Not(HasSubstr("Person")));
}

TEST(LinkTest, ASequenceThatCannotRiseHasNoSuccessor) {
  Header earlier = Sample();
  earlier.sequence = std::numeric_limits<uint64_t>::max();
  Header later = Sample();
  later.sequence = 0;
  later.previous = HashOf(7);
  EXPECT_FALSE(CheckLink(earlier, HashOf(7), later).ok());
}

TEST(LinkTest, TheKeyOfALaneMayChange) {
  const Header earlier = Sample();
  Header later = Sample();
  later.sequence = 3;
  later.previous = HashOf(7);
  later.key_id = HashOf(6);
  EXPECT_TRUE(CheckLink(earlier, HashOf(7), later).ok());
  later.exchange = "training.other";
  EXPECT_FALSE(CheckLink(earlier, HashOf(7), later).ok());
}

TEST(AudienceTest, OnlyEveryoneContainsEveryone) {
  using Names = std::vector<std::string>;
  const Names everyone = {"*"};
  const Names a = {"a"};
  const Names ab = {"a", "b"};
  EXPECT_TRUE(AudienceContains(everyone, everyone));
  EXPECT_TRUE(AudienceContains(everyone, ab));
  EXPECT_FALSE(AudienceContains(ab, everyone));
  EXPECT_TRUE(AudienceContains(ab, a));
  EXPECT_TRUE(AudienceContains(ab, ab));
  EXPECT_FALSE(AudienceContains(a, ab));
}

std::string Mutated(std::string bytes, std::mt19937& random) {
  for (auto changes = 1 + random() % 3; changes > 0; --changes) {
    if (bytes.empty()) bytes = "\x08";
    const size_t at = random() % bytes.size();
    switch (random() % 4) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes.insert(at, 1, static_cast<char>(random()));
        break;
      case 2:
        bytes.erase(at, 1 + random() % 4);
        break;
      default:
        bytes.insert(at, bytes.substr(random() % bytes.size(), 34));
    }
  }
  return bytes;
}

// What parses is the one spelling of its fields, whatever the bytes were.
TEST(HeaderFuzzTest, WhateverParsesEncodesToItself) {
  const unsigned seed = 20261122;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  Header newer = Sample();
  newer.format = 2;
  newer.seen.clear();
  newer.rest = "rest";
  const std::vector<std::string> samples = {*EncodeHeader(Sample()),
                                            *EncodeHeader(newer)};
  int parsed = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string bytes =
        Mutated(samples[random() % samples.size()], random);
    const auto header = ParseHeader(bytes);
    if (!header.ok()) continue;
    ++parsed;
    const auto again = EncodeHeader(*header);
    ASSERT_TRUE(again.ok()) << again.status();
    ASSERT_EQ(*again, bytes);
  }
  EXPECT_GT(parsed, 1000);  // else the mutations are too rough to say anything
}

}  // namespace
}  // namespace sijill::event
