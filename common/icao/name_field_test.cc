// SPDX-License-Identifier: Apache-2.0
#include "common/icao/name_field.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/base/text.h"

namespace sijill::icao {
namespace {

constexpr uint64_t kSeed = 9303;

std::string Field(std::string primary, std::string secondary,
                  size_t size = kTd2NameField) {
  const auto field = FormatNameField(
      {.primary = std::move(primary), .secondary = std::move(secondary)}, size);
  EXPECT_TRUE(field.ok()) << field.status();
  return field.value_or("");
}

TEST(NameFieldTest, WritesTheStandardsExamplesThatFit) {
  // Doc 9303-6 sections 4.2.3.3 to 4.2.3.5.
  EXPECT_EQ(Field("ERIKSSON", "ANNA<MARIA"), "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<");
  EXPECT_EQ(Field("VAN<DER<MUELLEN", "MARTIN"),
            "VAN<DER<MUELLEN<<MARTIN<<<<<<<<");
  EXPECT_EQ(Field("AL<BASRI", "HUDA<MUHAMMAD<JAWAD"),
            "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<<");
  EXPECT_EQ(Field("VILARCHAO<FERNANDEZ", "JOSE<RAMON"),
            "VILARCHAO<FERNANDEZ<<JOSE<RAMON");
  EXPECT_EQ(Field("ARKFREITH", ""), "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(Field("SATRIYA<SUDARPA", ""), "SATRIYA<SUDARPA<<<<<<<<<<<<<<<<");
  EXPECT_EQ(Field("PAPANDROPOULOUS", "JONATHOON<ALEC"),
            "PAPANDROPOULOUS<<JONATHOON<ALEC");
}

TEST(NameFieldTest, TruncatesAsTheStandardsExamples) {
  // Doc 9303-6, 4.2.3.1 a) and 4.2.3.2 a); 9303-4, 4.2.3.1 a) and b); 9303-5,
  // 4.2.3.1 a).
  EXPECT_EQ(Field("NILAVADHANANANDA", "CHAYAPA<DEJTHAMRONG<KRASUANG"),
            "NILAVADHANANANDA<<CHAYAPA<DEJ<K");
  EXPECT_EQ(
      Field("BENNELONG<WOOLOOMOOLOO<WARRANDYTE<WARNAMBOOL", "DINGO<POTOROO"),
      "BENNELONG<WOOLOOMOOLOO<W<W<<D<P");
  EXPECT_EQ(
      Field("NILAVADHANANANDA", "CHAYAPA<DEJTHAMRONG<KRASUANG", kTd3NameField),
      "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K");
  EXPECT_EQ(
      Field("NILAVADHANANANDA", "ARNPOL<PETCH<CHARONGUANG", kTd3NameField),
      "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU");
  EXPECT_EQ(
      Field("NILAVADHANANANDA", "CHAYAPA<DEJTHAMRONG<KRASUANG", kTd1NameField),
      "NILAVADHANANANDA<<CHAYAPA<DE<K");
}

TEST(NameFieldTest, APrimaryIdentifierAloneIsCutToTheField) {
  EXPECT_EQ(Field(std::string(40, 'A'), ""), std::string(31, 'A'));
  EXPECT_EQ(Field(std::string(40, 'A'), "B"), std::string(28, 'A') + "<<B");
}

TEST(NameFieldTest, ManyPartsLoseTheLastOfTheSecondaryFirst) {
  std::string secondary = "BB";
  for (int i = 0; i < 20; ++i) secondary += "<C";
  EXPECT_EQ(Field("AA", secondary), "AA<<B<C<C<C<C<C<C<C<C<C<C<C<C<C");
  std::string primary = "AA";
  for (int i = 0; i < 20; ++i) primary += "<C";
  EXPECT_EQ(Field(primary, "BB<DD"), "AA<C<C<C<C<C<C<C<C<C<C<C<C<C<<B");
}

TEST(NameFieldTest, RefusesANameThatCannotEndInALetter) {
  std::string secondary = "B";
  for (int i = 0; i < 20; ++i) secondary += "<C";
  const auto field =
      FormatNameField({.primary = "A", .secondary = secondary}, kTd2NameField);
  EXPECT_EQ(field.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(NameFieldTest, RefusesWhatIsNoIdentifier) {
  for (const char* text :
       {"", "<", "A<", "<A", "A<<B", "A B", "a", "A1", "\xC3\x84"}) {
    EXPECT_FALSE(IsIdentifier(text)) << text;
    EXPECT_FALSE(FormatNameField({.primary = text, .secondary = "A"}, 31).ok())
        << text;
    EXPECT_EQ(FormatNameField({.primary = "A", .secondary = text}, 31).ok(),
              std::string_view(text).empty())
        << text;
  }
  EXPECT_FALSE(FormatNameField({.primary = "A", .secondary = "B"}, 3).ok());
}

TEST(NameFieldTest, ParsesOnlyIdentifiersInTheirPlace) {
  const auto name = ParseNameField("VAN<DER<MUELLEN<<MARTIN<<<<<<<<");
  ASSERT_TRUE(name.ok());
  EXPECT_EQ(*name, (NameIdentifiers{"VAN<DER<MUELLEN", "MARTIN"}));
  for (const char* field :
       {"", "<<<<", "<<A<", "A<<<B", "A<<B<<C", "A<<B1<", "A1<<B<", "<A<<B<"}) {
    EXPECT_FALSE(ParseNameField(field).ok()) << field;
  }
}

std::string RandomIdentifier(std::mt19937_64& random, size_t max_parts) {
  std::string text;
  const size_t parts = 1 + random() % max_parts;
  for (size_t i = 0; i < parts; ++i) {
    if (i > 0) text.push_back('<');
    const size_t size = 2 + random() % 12;
    for (size_t j = 0; j < size; ++j) {
      text.push_back(static_cast<char>('A' + random() % 26));
    }
  }
  return text;
}

// The parts of `kept` are beginnings of the first parts of `whole`.
bool IsCutFrom(const std::string& kept, const std::string& whole) {
  const auto few = base::Split(kept, '<');
  const auto all = base::Split(whole, '<');
  if (few.size() > all.size()) return false;
  for (size_t i = 0; i < few.size(); ++i) {
    if (!all[i].starts_with(few[i])) return false;
  }
  return true;
}

TEST(NameFieldTest, EveryNameKeepsTheStandardsProperties) {
  std::mt19937_64 random(kSeed);
  SCOPED_TRACE(kSeed);
  for (int i = 0; i < 5000; ++i) {
    const NameIdentifiers name = {
        .primary = RandomIdentifier(random, 9),
        .secondary = random() % 5 == 0 ? "" : RandomIdentifier(random, 9)};
    const std::string field = Field(name.primary, name.secondary);
    ASSERT_EQ(field.size(), kTd2NameField);
    const auto read = ParseNameField(field);
    ASSERT_TRUE(read.ok()) << field;
    ASSERT_EQ(Field(read->primary, read->secondary), field);
    const size_t whole = name.primary.size() + name.secondary.size() +
                         (name.secondary.empty() ? 0 : 2);
    if (whole <= kTd2NameField) {
      ASSERT_EQ(*read, name);
      ASSERT_EQ(MayBeTruncated(field), whole == kTd2NameField);
      continue;
    }
    ASSERT_TRUE(MayBeTruncated(field)) << field;
    ASSERT_TRUE(IsCutFrom(read->primary, name.primary)) << field;
    ASSERT_EQ(read->secondary.empty(), name.secondary.empty());
    if (!name.secondary.empty()) {
      ASSERT_TRUE(IsCutFrom(read->secondary, name.secondary)) << field;
    }
  }
}

TEST(NameFieldTest, WhateverParsesIsWrittenBackTheSame) {
  std::mt19937_64 random(kSeed);
  SCOPED_TRACE(kSeed);
  int parsed = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string field = "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<";
    for (size_t n = random() % 6; n > 0; --n) {
      field[random() % field.size()] = "<<A1 \xff"[random() % 6];
    }
    const auto name = ParseNameField(field);
    if (!name.ok()) continue;
    ++parsed;
    ASSERT_EQ(Field(name->primary, name->secondary), field);
  }
  EXPECT_GT(parsed, 1000);
}

}  // namespace
}  // namespace sijill::icao
