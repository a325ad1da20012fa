// SPDX-License-Identifier: Apache-2.0
#include "common/icao/td2.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "common/base/text.h"
#include "common/icao/check_digit.h"
#include "common/icao/transliteration.h"

namespace sijill::icao {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr uint64_t kSeed = 9303;
constexpr std::string_view kUpper = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<";
constexpr std::string_view kLower = "D231458907UTO7408122F1204159<<<<<<<6";
constexpr std::string_view kZone = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

// The specimen of Doc 9303-6 appendix A.
Td2 Specimen() {
  return {.document_code = "I",
          .issuing_state = "UTO",
          .name = {.primary = "ERIKSSON", .secondary = "ANNA<MARIA"},
          .document_number = "D23145890",
          .nationality = "UTO",
          .birth = {.year = 74, .month = 8, .day = 12},
          .sex = Sex::kFemale,
          .expiry = absl::CivilDay(2012, 4, 15)};
}

Td2Lines Lines(const Td2& document) {
  const auto lines = FormatTd2(document);
  EXPECT_TRUE(lines.ok()) << lines.status();
  return lines.value_or(Td2Lines());
}

std::string Problem(std::string_view upper, std::string_view lower) {
  const auto document = ParseTd2(upper, lower);
  EXPECT_EQ(document.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(document.status().message());
}

std::string FormatProblem(const Td2& document) {
  const auto lines = FormatTd2(document);
  EXPECT_EQ(lines.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(lines.status().message());
}

TEST(Td2Test, WritesAndReadsTheSpecimen) {
  EXPECT_EQ(Lines(Specimen()),
            (Td2Lines{std::string(kUpper), std::string(kLower)}));
  const auto read = ParseTd2(kUpper, kLower);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, Specimen());
}

TEST(Td2Test, WritesTheStandardsLowerLine) {
  // Doc 9303-3 appendix A, example 5, with UTO for its nationality.
  Td2 document = Specimen();
  document.document_number = "HA672242";
  document.birth = {.year = 58, .month = 2, .day = 25};
  document.sex = Sex::kMale;
  document.expiry = absl::CivilDay(2096, 1, 8);
  EXPECT_EQ(Lines(document).lower, "HA672242<6UTO5802254M9601086<<<<<<<8");
}

TEST(Td2Test, GermanyIsD) {
  Td2 document = Specimen();
  document.issuing_state = document.nationality = "D";
  const Td2Lines lines = Lines(document);
  EXPECT_EQ(lines.upper.substr(2, 3), "D<<");
  EXPECT_EQ(lines.lower.substr(10, 3), "D<<");
  EXPECT_EQ(*ParseTd2(lines.upper, lines.lower), document);
}

TEST(Td2Test, CarriesANameInArabic) {
  Td2 document = Specimen();
  document.name = {.primary = *TransliterateArabic("الرازي"),
                   .secondary = *TransliterateArabic("ابو بكر محمد")};
  EXPECT_EQ(Lines(document).upper, "I<UTOALRAZY<<ABW<BKR<MXHMD<<<<<<<<<<");
}

TEST(Td2Test, UnknownPartsOfTheDateOfBirthAreFillers) {
  Td2 document = Specimen();
  const std::pair<PartialDate, std::string_view> dates[] = {
      {{.year = 74}, "74<<<<"},
      {{.year = 74, .month = 8}, "7408<<"},
      {{.year = 0, .month = 2, .day = 29}, "000229"},
      {{.month = 8, .day = 31}, "<<0831"},
      {{.day = 31}, "<<<<31"},
      {{}, "<<<<<<"}};
  for (const auto& [birth, text] : dates) {
    document.birth = birth;
    const Td2Lines lines = Lines(document);
    EXPECT_EQ(lines.lower.substr(13, 6), text);
    EXPECT_EQ(lines.lower[19], *CheckDigit(text));
    EXPECT_EQ(*ParseTd2(lines.upper, lines.lower), document);
  }
}

TEST(Td2Test, ADayThatCannotBeIsRefused) {
  Td2 document = Specimen();
  for (const PartialDate& birth :
       {PartialDate{.year = 74, .month = 2, .day = 29},
        PartialDate{.month = 2, .day = 30}, PartialDate{.month = 4, .day = 31},
        PartialDate{.month = 13}, PartialDate{.month = 0},
        PartialDate{.day = 0}, PartialDate{.day = 32}, PartialDate{.year = -1},
        PartialDate{.year = 1974}}) {
    document.birth = birth;
    EXPECT_THAT(FormatProblem(document), HasSubstr("date of birth"));
  }
}

TEST(Td2Test, ALongNumberGoesOnInTheOptionalData) {
  Td2 document = Specimen();
  document.document_number = "D23145890734";
  EXPECT_EQ(Lines(document).lower.substr(0, 10), "D23145890<");
  EXPECT_EQ(Lines(document).lower.substr(28, 7), "7349<<<");
  document.optional_data = "A1";
  EXPECT_EQ(Lines(document).lower.substr(28, 7), "7349<A1");
  document.optional_data = "A12";
  EXPECT_THAT(FormatProblem(document), HasSubstr("optional data"));
  document.optional_data.clear();
  document.document_number = "D2314589012345";
  const Td2Lines lines = Lines(document);
  EXPECT_EQ(*ParseTd2(lines.upper, lines.lower), document);
  document.document_number = "D23145890123456";
  EXPECT_THAT(FormatProblem(document), HasSubstr("document number"));
}

TEST(Td2Test, RecordsHowALongNumbersCheckDigitWasMade) {
  Td2 document = Specimen();
  document.document_number = "000590240601";
  const Td2Lines alone = Lines(document);
  document.number_weighing = NumberWeighing::kWithFiller;
  const Td2Lines with_filler = Lines(document);
  EXPECT_NE(alone, with_filler);
  EXPECT_EQ(ParseTd2(alone.upper, alone.lower)->number_weighing,
            NumberWeighing::kNumberAlone);
  EXPECT_EQ(*ParseTd2(with_filler.upper, with_filler.lower), document);
}

TEST(Td2Test, EveryWrongCheckDigitIsNamed) {
  const std::pair<size_t, std::string_view> digits[] = {
      {9, "document number"}, {19, "date of birth"}, {27, "date of expiry"}};
  for (const auto& [position, field] : digits) {
    std::string lower(kLower);
    lower[position] = lower[position] == '1' ? '2' : '1';
    EXPECT_EQ(Problem(kUpper, lower),
              base::StrCat("wrong check digit: ", field, ", composite"));
  }
  EXPECT_EQ(Problem(kUpper, "D231458907UTO7408122F1204159<<<<<<<7"),
            "wrong check digit: composite");
}

TEST(Td2Test, EveryOtherProblemIsNamedWithoutItsValue) {
  const std::pair<std::pair<std::string_view, std::string_view>,
                  std::string_view>
      cases[] = {
          {{kUpper.substr(1), kLower}, "line"},
          {{kUpper, "D231458907UTO7408122F1204159<<<<<<< "}, "line"},
          {{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", kLower}, "document code"},
          {{"AC"
            "UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
            kLower},
           "document code"},
          {{"IVUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", kLower}, "document code"},
          {{"I<QQQERIKSSON<<ANNA<MARIA<<<<<<<<<<<", kLower}, "issuing State"},
          {{"I<UTOERIKSSON<<ANNA<<MARIA<<<<<<<<<<", kLower}, "name"},
          {{"I<UTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", kLower}, "name"},
          {{kUpper, "D231458907QQQ7408122F1204159<<<<<<<6"}, "nationality"},
          {{kUpper, "D231458907UTO7408122X1204159<<<<<<<6"}, "sex"},
          {{kUpper, "D2314589<0UTO7408122F1204159<<<<<<<6"},
           "wrong check digit: document number, composite"}};
  for (const auto& [lines, field] : cases) {
    const std::string problem = Problem(lines.first, lines.second);
    EXPECT_TRUE(problem.starts_with(field)) << problem;
    EXPECT_THAT(problem, Not(HasSubstr("ERIKSSON")));
  }
}

TEST(Td2Test, EachFieldThatCannotBeWrittenIsNamed) {
  const auto with = [](auto change) {
    Td2 document = Specimen();
    change(document);
    return FormatProblem(document);
  };
  EXPECT_THAT(with([](Td2& d) { d.document_code = "P"; }),
              HasSubstr("document code"));
  EXPECT_THAT(with([](Td2& d) { d.document_code = "I<"; }),
              HasSubstr("document code"));
  EXPECT_THAT(with([](Td2& d) { d.issuing_state = "XXA"; }),
              HasSubstr("issuing State"));
  EXPECT_THAT(with([](Td2& d) { d.nationality = "DEU"; }),
              HasSubstr("nationality"));
  EXPECT_THAT(with([](Td2& d) { d.name.primary = "Eriksson"; }),
              HasSubstr("name"));
  EXPECT_THAT(with([](Td2& d) { d.document_number = "D<1"; }),
              HasSubstr("document number"));
  EXPECT_THAT(with([](Td2& d) { d.expiry = absl::CivilDay(1999, 12, 31); }),
              HasSubstr("date of expiry"));
  EXPECT_THAT(with([](Td2& d) { d.expiry = absl::CivilDay(2100, 1, 1); }),
              HasSubstr("date of expiry"));
  EXPECT_THAT(with([](Td2& d) { d.optional_data = "12345678"; }),
              HasSubstr("optional data"));
  EXPECT_THAT(with([](Td2& d) { d.optional_data = "1<"; }),
              HasSubstr("optional data"));
}

TEST(Td2Test, EveryChangeInALineIsDetectedOrOneTheStandardCannotDetect) {
  for (size_t i = 0; i < kTd2LineSize; ++i) {
    for (const char c : kZone) {
      std::string lower(kLower);
      if (lower[i] == c) continue;
      lower[i] = c;
      const auto document = ParseTd2(kUpper, lower);
      const bool nationality_or_sex = (i >= 10 && i < 13) || i == 20;
      const bool date = (i >= 13 && i < 20) || (i >= 21 && i < 28);
      const bool same_value =
          *CharacterValue(c) % 10 == *CharacterValue(kLower[i]) % 10;
      if (date || (!nationality_or_sex && !same_value)) {
        EXPECT_FALSE(document.ok()) << i << c;
      }
      if (document.ok()) {
        EXPECT_NE(*document, Specimen()) << i << c;
      }
    }
  }
}

std::string Pick(std::mt19937_64& random, std::string_view from, size_t size) {
  std::string text;
  while (text.size() < size) text.push_back(from[random() % from.size()]);
  return text;
}

Td2 RandomDocument(std::mt19937_64& random) {
  const std::string_view states[] = {"MAR", "DZA", "TUN", "D", "UTO"};
  const std::string_view letters = kZone.substr(10, 26);
  Td2 document = Specimen();
  document.document_code = random() % 2 == 0 ? "I" : "C7";
  document.issuing_state = states[random() % 5];
  document.nationality = states[random() % 5];
  document.name = {.primary = Pick(random, letters, 1 + random() % 14),
                   .secondary = Pick(random, letters, random() % 16)};
  document.document_number =
      Pick(random, kZone.substr(0, 36), 1 + random() % kTd2MaxNumberSize);
  document.birth =
      PartialDate::From(absl::CivilDay(1930, 1, 1) + random() % 30000);
  if (random() % 2 == 0) document.birth.day = std::nullopt;
  document.sex = static_cast<Sex>(random() % 3);
  document.expiry = absl::CivilDay(2000, 1, 1) + random() % 36000;
  if (document.document_number.size() <= kNumberField) {
    document.optional_data = Pick(random, kZone.substr(0, 36), random() % 8);
  }
  return document;
}

TEST(Td2Test, WhatIsWrittenIsRead) {
  std::mt19937_64 random(kSeed);
  SCOPED_TRACE(kSeed);
  for (int i = 0; i < 5000; ++i) {
    const Td2 document = RandomDocument(random);
    const Td2Lines lines = Lines(document);
    ASSERT_EQ(lines.upper.size(), kTd2LineSize);
    ASSERT_EQ(lines.lower.size(), kTd2LineSize);
    const auto read = ParseTd2(lines.upper, lines.lower);
    ASSERT_TRUE(read.ok()) << read.status() << "\n" << lines.lower;
    ASSERT_EQ(*read, document) << lines.upper << "\n" << lines.lower;
  }
}

void SetCheckDigits(std::string& lower) {
  const auto set = [&lower](size_t at, std::string_view element) {
    if (const auto digit = CheckDigit(element); digit.ok()) lower[at] = *digit;
  };
  if (lower[9] != kFiller) set(9, lower.substr(0, 9));
  set(19, lower.substr(13, 6));
  set(27, lower.substr(21, 6));
  set(35, lower.substr(0, 10) + lower.substr(13, 7) + lower.substr(21, 14));
}

TEST(Td2Test, WhateverIsReadIsWrittenBackTheSame) {
  std::mt19937_64 random(kSeed);
  SCOPED_TRACE(kSeed);
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    Td2Lines lines = Lines(RandomDocument(random));
    for (size_t n = random() % 4; n > 0; --n) {
      std::string& line = random() % 2 == 0 ? lines.upper : lines.lower;
      const bool any_byte = random() % 16 == 0;
      line[random() % line.size()] = any_byte
                                         ? static_cast<char>(random() & 0xff)
                                         : kZone[random() % kZone.size()];
    }
    // Else check digits would hide the fields from most mutations.
    if (random() % 4 != 0) SetCheckDigits(lines.lower);
    if (random() % 32 == 0) lines.lower.resize(random() % 40);
    const auto document = ParseTd2(lines.upper, lines.lower);
    if (!document.ok()) continue;
    ++read;
    ASSERT_EQ(Lines(*document), lines);
  }
  EXPECT_GT(read, 4000);
}

}  // namespace
}  // namespace sijill::icao
