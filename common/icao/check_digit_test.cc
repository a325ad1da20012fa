// SPDX-License-Identifier: Apache-2.0
#include "common/icao/check_digit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/base/text.h"
#include "common/icao/country.h"
#include "common/icao/document_number.h"

namespace sijill::icao {
namespace {

using base::StrCat;

char Digit(std::string_view element) {
  const absl::StatusOr<char> digit = CheckDigit(element);
  EXPECT_TRUE(digit.ok()) << digit.status();
  return digit.value_or('?');
}

TEST(CheckDigitTest, AgreesWithTheStandardsExamples) {
  // Doc 9303-3 appendix A, examples 1 to 5.
  EXPECT_EQ(Digit("520727"), '3');
  EXPECT_EQ(Digit("AB2134<<<"), '5');
  EXPECT_EQ(Digit("HA672242<658022549601086<<<<<<<<<<<<<<0"), '8');
  EXPECT_EQ(Digit("D231458907<<<<<<<<<<<<<<<34071279507122<<<<<<<<<<<"), '2');
  EXPECT_EQ(Digit("HA672242<658022549601086<<<<<<<"), '8');
}

TEST(CheckDigitTest, AgreesWithTheSpecimens) {
  // TD3: L898902C36UTO7408122F1204159ZE184226B<<<<<10
  EXPECT_EQ(Digit("L898902C3"), '6');
  EXPECT_EQ(Digit("740812"), '2');
  EXPECT_EQ(Digit("120415"), '9');
  EXPECT_EQ(Digit("ZE184226B<<<<<"), '1');
  EXPECT_EQ(Digit("L898902C3674081221204159ZE184226B<<<<<1"), '0');
  // TD1: I<UTOD231458907<<<<<<<<<<<<<<< / 7408122F1204159UTO<<<<<<<<<<<6
  EXPECT_EQ(Digit("D23145890"), '7');
  EXPECT_EQ(Digit("D231458907<<<<<<<<<<<<<<<74081221204159<<<<<<<<<<<"), '6');
}

TEST(CheckDigitTest, WeighsNothingAsZero) {
  EXPECT_EQ(Digit(""), '0');
  EXPECT_EQ(Digit("<<<<<<"), '0');
}

TEST(CheckDigitTest, RefusesWhatNoZoneHolds) {
  for (int c = 0; c < 256; ++c) {
    const char byte = static_cast<char>(c);
    const std::string element = StrCat("12", std::string_view(&byte, 1));
    const bool allowed =
        std::string_view("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<").find(byte) !=
        std::string_view::npos;
    EXPECT_EQ(CheckDigit(element).ok(), allowed) << c;
    EXPECT_EQ(IsZoneText(element), allowed) << c;
  }
}

TEST(CheckDigitTest, DetectsEveryChangeOfValueModuloTen) {
  const std::string characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
  const std::string element = "L898902C3";
  for (size_t i = 0; i < element.size(); ++i) {
    for (const char c : characters) {
      std::string changed = element;
      changed[i] = c;
      const bool same_value =
          *CharacterValue(c) % 10 == *CharacterValue(element[i]) % 10;
      EXPECT_EQ(Digit(changed) == Digit(element), same_value) << i << c;
    }
  }
}

TEST(CountryTest, KnowsTheStatesOfTheRegionAndIcaosOwnCodes) {
  for (const char* code :
       {"MAR", "DZA", "TUN", "LBY", "EGY", "FRA", "ESP", "ITA", "MLT", "UTO",
        "D",   "EUE", "UNO", "UNA", "UNK", "RKS", "XPO", "XOM", "GBD", "GBR"}) {
    EXPECT_TRUE(IsIssuerCode(code)) << code;
    EXPECT_TRUE(IsNationalityCode(code)) << code;
  }
}

TEST(CountryTest, APersonWithoutNationalityIsNoIssuer) {
  for (const char* code : {"XXA", "XXB", "XXC", "XXX"}) {
    EXPECT_TRUE(IsNationalityCode(code)) << code;
    EXPECT_FALSE(IsIssuerCode(code)) << code;
  }
}

TEST(CountryTest, RefusesWhatIsNoCode) {
  for (const char* code : {"", "DEU", "D<<", "ma", "MA", "mar", "MARX", "ZZZ",
                           "<<<", "IAO", "XXD"}) {
    EXPECT_FALSE(IsNationalityCode(code)) << code;
  }
}

TEST(DocumentNumberTest, AShortNumberIsFilledUp) {
  const auto written =
      WriteDocumentNumber("AB2134", NumberWeighing::kNumberAlone);
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(written->field, "AB2134<<<");
  EXPECT_EQ(written->check_digit, '5');
  EXPECT_EQ(written->continuation, "");
}

TEST(DocumentNumberTest, ALongNumberGoesOnInTheOptionalData) {
  // The TD1 specimen I<UTOD23145890<7349<<<<<<<<<<<: both weighings agree.
  for (const auto weighing :
       {NumberWeighing::kNumberAlone, NumberWeighing::kWithFiller}) {
    const auto written = WriteDocumentNumber("D23145890734", weighing);
    ASSERT_TRUE(written.ok());
    EXPECT_EQ(written->field, "D23145890");
    EXPECT_EQ(written->check_digit, '<');
    EXPECT_EQ(written->continuation, "7349<");
  }
}

struct CardInUse {
  std::string_view field;
  std::string_view optional_data;
  NumberWeighing weighing;
};

TEST(DocumentNumberTest, ReadsTheCardsInUseAndRecordsTheirWeighing) {
  const CardInUse cards[] = {
      {"007777779", "ZZ92<<<<<<<<<<<", NumberWeighing::kNumberAlone},
      {"600001795", "0152<<<<<<<<<<<", NumberWeighing::kNumberAlone},
      {"000590240", "6013<<<<<<<<<<<", NumberWeighing::kWithFiller}};
  for (const CardInUse& card : cards) {
    const auto read = ReadDocumentNumber(card.field, '<', card.optional_data);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_TRUE(read->check_digit_is_right) << card.field;
    EXPECT_EQ(read->weighing, card.weighing) << card.field;
    EXPECT_EQ(read->number,
              StrCat(card.field, card.optional_data.substr(0, 3)));
    const auto written = WriteDocumentNumber(read->number, read->weighing);
    ASSERT_TRUE(written.ok());
    EXPECT_TRUE(card.optional_data.starts_with(written->continuation));
  }
}

TEST(DocumentNumberTest, AWrongCheckDigitIsReportedNotRefused) {
  const auto read = ReadDocumentNumber("D23145890", '8', "<<<<<<<");
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->check_digit_is_right);
  const auto longer = ReadDocumentNumber("D23145890", '<', "7340<<<");
  ASSERT_TRUE(longer.ok());
  EXPECT_FALSE(longer->check_digit_is_right);
}

TEST(DocumentNumberTest, RefusesAnotherShape) {
  EXPECT_FALSE(ReadDocumentNumber("D2314<890", '7', "<<<<<<<").ok());
  EXPECT_FALSE(ReadDocumentNumber("<<<<<<<<<", '0', "<<<<<<<").ok());
  EXPECT_FALSE(ReadDocumentNumber("D23145890", '<', "<<<<<<<").ok());
  EXPECT_FALSE(ReadDocumentNumber("D23145890", '<', "7<<<<<<").ok());
  EXPECT_FALSE(ReadDocumentNumber("D23145890", '<', "1234567").ok());
  EXPECT_FALSE(ReadDocumentNumber("D2314589", '7', "<<<<<<<").ok());
  EXPECT_FALSE(WriteDocumentNumber("", NumberWeighing::kNumberAlone).ok());
  EXPECT_FALSE(WriteDocumentNumber("A-1", NumberWeighing::kNumberAlone).ok());
}

}  // namespace
}  // namespace sijill::icao
