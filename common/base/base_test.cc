// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/base/base32.h"
#include "common/base/big_endian.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/base/sha256.h"
#include "common/base/text.h"

namespace sijill::base {
namespace {

TEST(Sha256Test, AgreesWithTheStandardsExample) {
  // FIPS 180-4, "abc".
  EXPECT_EQ(Sha256({"a", "bc"}).hex(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(BigEndianTest, WhatIsWrittenIsRead) {
  std::string bytes;
  AppendU16(bytes, 0x0102);
  AppendU32(bytes, 0xfffefdfc);
  AppendU64(bytes, 0x8000000000000001);
  AppendLengthPrefixed(bytes, "abc");
  ByteReader reader(bytes);
  EXPECT_EQ(reader.ReadU16(), 0x0102);
  EXPECT_EQ(reader.ReadU32(), 0xfffefdfc);
  EXPECT_EQ(reader.ReadU64(), 0x8000000000000001);
  EXPECT_EQ(reader.ReadLengthPrefixed(), "abc");
  EXPECT_TRUE(reader.AtEnd());
}

TEST(BigEndianTest, AReadThatDoesNotFitMovesNothing) {
  const std::string bytes = LengthPrefixed("abcd").substr(0, 6);
  ByteReader reader(bytes);
  EXPECT_EQ(reader.ReadU64(), std::nullopt);
  EXPECT_EQ(reader.ReadLengthPrefixed(), std::nullopt);
  EXPECT_EQ(reader.rest().size(), 6u);
}

TEST(Base32Test, HasTheRfcsExamplesInLowerCase) {
  EXPECT_EQ(EncodeBase32("f"), "my");
  EXPECT_EQ(EncodeBase32("foobar"), "mzxw6ytboi");
  EXPECT_EQ(DecodeBase32("mzxw6ytboi"), "foobar");
}

TEST(Base32Test, AValueHasOneSpelling) {
  EXPECT_EQ(DecodeBase32("mz"), std::nullopt);  // left-over bits
  EXPECT_EQ(DecodeBase32("MY"), std::nullopt);
  EXPECT_EQ(DecodeBase32("my======"), std::nullopt);
  EXPECT_EQ(DecodeBase32("a"), std::nullopt);  // no length of bytes
}

TEST(TextTest, HexHasOneSpelling) {
  EXPECT_EQ(Hex("\x01\xff"), "01ff");
  EXPECT_EQ(FromHex("01ff"), "\x01\xff");
  EXPECT_EQ(FromHex("01FF"), std::nullopt);
  EXPECT_EQ(FromHex("01f"), std::nullopt);
}

TEST(TextTest, DecimalHasOneSpellingAndABound) {
  EXPECT_EQ(ParseDecimal("18446744073709551615"), 18446744073709551615u);
  EXPECT_EQ(ParseDecimal("18446744073709551616"), std::nullopt);
  EXPECT_EQ(ParseDecimal("01"), std::nullopt);
  EXPECT_EQ(ParseDecimal(""), std::nullopt);
  EXPECT_EQ(ParseDecimal("0"), 0u);
}

TEST(TextTest, Utf8IsStrict) {
  EXPECT_TRUE(IsUtf8("محمد \xf4\x8f\xbf\xbf"));
  EXPECT_FALSE(IsUtf8("\xc0\xaf"));          // overlong
  EXPECT_FALSE(IsUtf8("\xed\xa0\x80"));      // surrogate
  EXPECT_FALSE(IsUtf8("\xf4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(IsUtf8("a\xe2\x82"));         // cut short
}

TEST(TextTest, PiecesOfSeveralKindsJoin) {
  EXPECT_EQ(StrCat("a", std::string("b"), std::string_view("c"), 7u), "abc7");
  EXPECT_EQ(Split("a//b", '/').size(), 3u);
}

TEST(FixedBytesTest, TakesItsLengthOnly) {
  EXPECT_TRUE(CaseId::From(std::string(16, 'a')).has_value());
  EXPECT_FALSE(CaseId::From(std::string(15, 'a')).has_value());
  EXPECT_TRUE(CaseId().IsZero());
}

TEST(NamesTest, ADomainIsLowerCaseLabels) {
  EXPECT_TRUE(DomainName::Parse("nl.example").ok());
  for (const std::string_view bad :
       {"", ".", "a..b", "-a", "a-", "A", "a_b", "a/b", "a "}) {
    EXPECT_FALSE(DomainName::Parse(bad).ok()) << bad;
  }
  EXPECT_TRUE(IsName(std::string(253, 'a')));
  EXPECT_FALSE(IsName(std::string(254, 'a')));
}

TEST(NamesTest, AnAgencyHasADomain) {
  const auto agency = AgencyName::Parse("nl.example/agencies/return-office");
  ASSERT_TRUE(agency.ok());
  EXPECT_EQ(agency->domain(), "nl.example");
  EXPECT_EQ(agency->agency(), "return-office");
  EXPECT_FALSE(AgencyName::Parse("nl.example/agencies/").ok());
  EXPECT_FALSE(AgencyName::Parse("nl.example/agencies/a/agencies/b").ok());
}

TEST(NamesTest, ACaseStreamNamesSixteenBytes) {
  const StreamName stream = StreamName::ForCase(CaseId());
  EXPECT_EQ(stream.str(), "cases/" + std::string(26, 'a'));
  EXPECT_EQ(StreamName::Parse(stream.str())->shape(), StreamName::Shape::kCase);
  // The last of 26 characters carries three bits only.
  EXPECT_FALSE(StreamName::Parse("cases/" + std::string(25, 'a') + "b").ok());
}

TEST(NamesTest, ACorridorHasOneName) {
  EXPECT_TRUE(StreamName::Parse("corridors/a.example+b.example").ok());
  EXPECT_FALSE(StreamName::Parse("corridors/b.example+a.example").ok());
  EXPECT_FALSE(StreamName::Parse("corridors/a.example+a.example").ok());
  EXPECT_FALSE(StreamName::Parse("posts/a.example").ok());
}

}  // namespace
}  // namespace sijill::base
