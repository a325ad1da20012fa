// SPDX-License-Identifier: Apache-2.0
#include "common/icao/transliteration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/base/text.h"
#include "common/icao/name_field.h"

namespace sijill::icao {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr uint64_t kSeed = 9303;

std::string Latin(std::string_view name) {
  const auto text = TransliterateLatin(name);
  EXPECT_TRUE(text.ok()) << name << ": " << text.status();
  return text.value_or("");
}

std::string Arabic(std::string_view name) {
  const auto text = TransliterateArabic(name);
  EXPECT_TRUE(text.ok()) << name << ": " << text.status();
  return text.value_or("");
}

struct Row {
  std::string_view letter;
  std::string_view text;
};

TEST(LatinTest, WritesEveryRowOfTheTableThatIsNotTheBaseLetter) {
  const Row rows[] = {
      {"Ä", "AE"}, {"Å", "AA"}, {"Æ", "AE"}, {"Ð", "D"},  {"Đ", "D"},
      {"Ñ", "N"},  {"Ö", "OE"}, {"Ø", "OE"}, {"Ü", "UE"}, {"Þ", "TH"},
      {"ẞ", "SS"}, {"ß", "SS"}, {"Ħ", "H"},  {"İ", "I"},  {"ı", "I"},
      {"Ĳ", "IJ"}, {"Ł", "L"},  {"Ŋ", "N"},  {"Œ", "OE"}, {"Ŧ", "T"},
      {"ä", "AE"}, {"å", "AA"}, {"æ", "AE"}, {"ð", "D"},  {"đ", "D"},
      {"ñ", "N"},  {"ö", "OE"}, {"ø", "OE"}, {"ü", "UE"}, {"þ", "TH"},
      {"ħ", "H"},  {"ĳ", "IJ"}, {"ł", "L"},  {"ŋ", "N"},  {"œ", "OE"},
      {"ŧ", "T"},  {"Ș", "S"},  {"ț", "T"}};
  for (const Row& row : rows) EXPECT_EQ(Latin(row.letter), row.text);
}

TEST(LatinTest, WritesOtherAccentedLettersAsTheirBase) {
  EXPECT_EQ(Latin("ÀÁÂÃÇÈÉÊËÌÍÎÏÒÓÔÕÙÚÛÝ"), "AAAACEEEEIIIIOOOOUUUY");
  EXPECT_EQ(Latin("àáâãçèéêëìíîïòóôõùúûýÿ"), "AAAACEEEEIIIIOOOOUUUYY");
  EXPECT_EQ(Latin("ĀĂĄĆĈĊČĎĒĔĖĘĚĜĞĠĢĤĨĪĬĮĴĶĹĻĽĿŃŅŇ"),
            "AAACCCCDEEEEEGGGGHIIIIJKLLLLNNN");
  EXPECT_EQ(Latin("āăąćĉċčďēĕėęěĝğġģĥĩīĭįĵķĺļľŀńņň"),
            "AAACCCCDEEEEEGGGGHIIIIJKLLLLNNN");
  EXPECT_EQ(Latin("ŌŎŐŔŖŘŚŜŞŠŢŤŨŪŬŮŰŲŴŶŸŹŻŽ"), "OOORRRSSSSTTUUUUUUWYYZZZ");
  EXPECT_EQ(Latin("ōŏőŕŗřśŝşšţťũūŭůűųŵŷźżž"), "OOORRRSSSSTTUUUUUUWYZZZ");
}

TEST(LatinTest, TreatsPunctuationAsTheStandardSays) {
  EXPECT_EQ(Latin("D'ARTAGNAN"), "DARTAGNAN");
  EXPECT_EQ(Latin("D’Artagnan"), "DARTAGNAN");
  EXPECT_EQ(Latin("MARIE-ELISE"), "MARIE<ELISE");
  EXPECT_EQ(Latin("ANNA, MARIA"), "ANNA<MARIA");
  EXPECT_EQ(Latin("  Ben  Youssef - "), "BEN<YOUSSEF");
  EXPECT_EQ(Latin("J. (Jean)"), "J<JEAN");
}

TEST(ArabicTest, WritesEveryRowOfTheTable) {
  const Row rows[] = {
      {"ء", "XE"},  {"آ", "XAA"}, {"أ", "XAE"}, {"ؤ", "U"},   {"إ", "I"},
      {"ئ", "XI"},  {"ا", "A"},   {"ب", "B"},   {"ت", "T"},   {"ث", "XTH"},
      {"ج", "J"},   {"ح", "XH"},  {"خ", "XKH"}, {"د", "D"},   {"ذ", "XDH"},
      {"ر", "R"},   {"ز", "Z"},   {"س", "S"},   {"ش", "XSH"}, {"ص", "XSS"},
      {"ض", "XDZ"}, {"ط", "XTT"}, {"ظ", "XZZ"}, {"ع", "E"},   {"غ", "G"},
      {"ف", "F"},   {"ق", "Q"},   {"ك", "K"},   {"ل", "L"},   {"م", "M"},
      {"ن", "N"},   {"ه", "H"},   {"و", "W"},   {"ى", "XAY"}, {"ي", "Y"},
      {"ٱ", "XXA"}, {"ٹ", "XXT"}, {"ټ", "XRT"}, {"پ", "P"},   {"ځ", "XKE"},
      {"څ", "XXH"}, {"چ", "XC"},  {"ڈ", "XXD"}, {"ډ", "XDR"}, {"ڑ", "XXR"},
      {"ړ", "XRR"}, {"ږ", "XRX"}, {"ژ", "XJ"},  {"ښ", "XXS"}, {"ڤ", "V"},
      {"ڥ", "XF"},  {"ک", "XKK"}, {"ګ", "XXK"}, {"ڭ", "XNG"}, {"گ", "XGG"},
      {"ں", "XNN"}, {"ڼ", "XXN"}, {"ھ", "XDO"}, {"ۀ", "XYH"}, {"ہ", "XXG"},
      {"ۂ", "XGE"}, {"ۃ", "XTG"}, {"ی", "XYA"}, {"ۍ", "XXY"}, {"ې", "Y"},
      {"ے", "XYB"}, {"ۓ", "XBE"}};
  for (const Row& row : rows) EXPECT_EQ(Arabic(row.letter), row.text);
}

TEST(ArabicTest, WritesTheStandardsNames) {
  // Doc 9303-3 appendix B.5.7 and B.5.9.
  EXPECT_EQ(Arabic("ابو بكر محمد بن زكريا الرازي"),
            "ABW<BKR<MXHMD<BN<ZKRYA<ALRAZY");
  EXPECT_EQ(Arabic("جمال عبد الناصر"), "JMAL<EBD<ALNAXSSR");
  EXPECT_EQ(Arabic("سمير بادمكدوذيل"), "SMYR<BADMKDWXDHYL");
  EXPECT_EQ(Arabic("عبدالعزيز بن متعب"), "EBDALEZYZ<BN<MTEB");
}

TEST(ArabicTest, TehMarbutaDependsOnItsPlaceInThePart) {
  // Section 6 C, note 2; B.5.9.
  EXPECT_EQ(Arabic("نعيمة جميلة"), "NEYMXAH<JMYLXAH");
  EXPECT_EQ(Arabic("فاطمة-علي"), "FAXTTMXAH<ELY");
  EXPECT_EQ(Arabic("فاطمةً"), "FAXTTMXAH");  // a vowel sign follows
  EXPECT_EQ(Arabic("ةم"), "XTAM");
}

TEST(ArabicTest, ShaddaRepeatsAndOtherSignsAreNotEncoded) {
  EXPECT_EQ(Arabic("عبّاس"), "EBBAS");  // section 6 C, note 3, both
  EXPECT_EQ(Arabic("فضّة"), "FXDZXDZXAH");
  EXPECT_EQ(Arabic("مُحَمَّد"), "MXHMMD");  // vowel sign before the shadda
  EXPECT_EQ(Arabic("محـــمد"), "MXHMD");
  EXPECT_EQ(Arabic("بًبٌبٍبَبُبِبْبٰ"), "BBBBBBBB");
}

TEST(ArabicTest, AShaddaOnNothingIsRefused) {
  for (const char* name : {"ّب", "ب ّ", "بّّ"}) {
    EXPECT_FALSE(TransliterateArabic(name).ok()) << name;
  }
}

TEST(ArabicTest, TheMaghribsOwnLettersAreRefusedNotDropped) {
  for (const char* name : {"ڜ", "ڢ", "ڧ", "ڨفصة"}) {
    EXPECT_FALSE(TransliterateArabic(name).ok()) << name;
  }
}

TEST(TransliterationTest, AnUnknownCharacterIsNamedByItsPositionOnly) {
  const auto latin = TransliterateLatin("Éva Жук");
  EXPECT_EQ(latin.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(latin.status().message()),
              HasSubstr("at position 5"));
  EXPECT_THAT(std::string(latin.status().message()), Not(HasSubstr("Ж")));
  const auto arabic = TransliterateArabic("محمد A");
  EXPECT_THAT(std::string(arabic.status().message()),
              HasSubstr("at position 6"));
}

TEST(TransliterationTest, RefusesDigitsSymbolsControlsAndDecomposedLetters) {
  for (const char* name : {"ANNA2", "A<B", "A$", "A\tB", "A\nB", "E\u0301VA",
                           "A\u200eB", "ĸ", "ŉ", "Ḥasan", "\U0001F600"}) {
    EXPECT_FALSE(TransliterateLatin(name).ok()) << name;
  }
  for (const char* name : {"١", "ا\u0653", "ﻻ", "ب\u200cب", "ب<ب", "؟"}) {
    EXPECT_FALSE(TransliterateArabic(name).ok()) << name;
  }
}

TEST(TransliterationTest, RefusesWhatIsNoName) {
  for (const std::string& name :
       {std::string(), std::string(" -' "), std::string("A\xff"),
        std::string("\xed\xa0\x80"), std::string(kMaxNameSize + 1, 'A')}) {
    EXPECT_FALSE(TransliterateLatin(name).ok());
    EXPECT_FALSE(TransliterateArabic(name).ok());
  }
  EXPECT_TRUE(TransliterateLatin(std::string(kMaxNameSize, 'A')).ok());
  EXPECT_FALSE(TransliterateArabic("َـ").ok());  // signs without a letter
}

TEST(TransliterationTest, ARuleSetIsFoundByItsId) {
  EXPECT_EQ(*Transliterate("icao-9303-3-8/latin", "Ö"), "OE");
  EXPECT_EQ(*Transliterate("icao-9303-3-8/arabic", "ش"), "XSH");
  EXPECT_EQ(Transliterate("icao-9303-3-8/cyrillic", "Ж").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(TransliterationTest, WhateverComesInAnIdentifierOrARefusalComesOut) {
  std::mt19937_64 random(kSeed);
  SCOPED_TRACE(kSeed);
  const std::string_view pieces[] = {
      "A", "é", "ß", " ", "-",    "'",    "م", "ة",    "ّ",  "َ",
      "ـ", "ٱ", "ڨ", "Ж", "\x01", "\xc3", "<", "\xff", "€", "\u0301"};
  int written = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string name;
    const bool bytes = random() % 4 == 0;
    for (size_t n = random() % 8; n > 0; --n) {
      if (bytes) {
        name.push_back(static_cast<char>(random() & 0xff));
      } else {
        name.append(pieces[random() % std::size(pieces)]);
      }
    }
    for (const auto& text :
         {TransliterateLatin(name), TransliterateArabic(name)}) {
      if (!text.ok()) {
        ASSERT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument);
        continue;
      }
      ++written;
      ASSERT_TRUE(IsIdentifier(*text)) << *text;
    }
  }
  EXPECT_GT(written, 500);
}

}  // namespace
}  // namespace sijill::icao
