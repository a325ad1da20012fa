// SPDX-License-Identifier: Apache-2.0
#include "common/icao/td2.h"

#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/icao/check_digit.h"
#include "common/icao/country.h"

namespace sijill::icao {
namespace {

using base::StrCat;

constexpr size_t kOptionalField = 7;

// The lower line, cut at its fields (section 4.2.2.2).
struct LowerLine {
  explicit LowerLine(std::string_view line)
      : number(line.substr(0, 9)),
        number_check(line[9]),
        nationality(line.substr(10, 3)),
        birth(line.substr(13, 6)),
        birth_check(line[19]),
        sex(line[20]),
        expiry(line.substr(21, 6)),
        expiry_check(line[27]),
        optional_data(line.substr(28, kOptionalField)),
        composite_check(line[35]),
        composite(StrCat(line.substr(0, 10), line.substr(13, 7),
                         line.substr(21, 14))) {}

  std::string_view number;
  char number_check;
  std::string_view nationality;
  std::string_view birth;
  char birth_check;
  char sex;
  std::string_view expiry;
  char expiry_check;
  std::string_view optional_data;
  char composite_check;
  std::string composite;  // what the composite check digit is made over
};

absl::Status Invalid(std::string_view field, std::string_view problem) {
  return absl::InvalidArgumentError(StrCat(field, ": ", problem));
}

std::string Filled(std::string_view text, size_t size) {
  std::string filled(text);
  filled.resize(size, kFiller);
  return filled;
}

std::string_view Unfilled(std::string_view field) {
  return field.substr(0, field.find_last_not_of(kFiller) + 1);
}

bool IsDocumentCode(std::string_view code) {
  if (code.empty() || code.size() > 2) return false;
  if (code[0] != 'A' && code[0] != 'C' && code[0] != 'I') return false;
  return code.size() == 1 || (IsDocumentNumber(code.substr(1), 1) &&
                              code[1] != 'V' && code != "AC");
}

absl::Status ValidateCodes(const Td2& document) {
  if (!IsDocumentCode(document.document_code)) {
    return Invalid("document code", "not one of a TD2 document");
  }
  if (!IsIssuerCode(document.issuing_state)) {
    return Invalid("issuing State", "no such code");
  }
  if (!IsNationalityCode(document.nationality)) {
    return Invalid("nationality", "no such code");
  }
  return absl::OkStatus();
}

char SexCharacter(Sex sex) {
  switch (sex) {
    case Sex::kFemale:
      return 'F';
    case Sex::kMale:
      return 'M';
    case Sex::kUnspecified:
      break;
  }
  return kFiller;
}

absl::StatusOr<Sex> ParseSex(char c) {
  for (const Sex sex : {Sex::kUnspecified, Sex::kFemale, Sex::kMale}) {
    if (SexCharacter(sex) == c) return sex;
  }
  return Invalid("sex", "neither F, M nor <");
}

absl::StatusOr<std::string> FormatExpiry(absl::CivilDay expiry) {
  if (expiry.year() < 2000 || expiry.year() > 2099) {
    return Invalid("date of expiry", "not from 2000 to 2099");
  }
  return FormatPartialDate(PartialDate::From(expiry));
}

absl::StatusOr<absl::CivilDay> ParseExpiry(std::string_view text) {
  const absl::StatusOr<PartialDate> date = ParsePartialDate(text);
  if (!date.ok() || !date->year || !date->month || !date->day) {
    return Invalid("date of expiry", "not a whole date of the form YYMMDD");
  }
  return absl::CivilDay(2000 + *date->year, *date->month, *date->day);
}

absl::StatusOr<PartialDate> ParseBirth(std::string_view text) {
  const absl::StatusOr<PartialDate> date = ParsePartialDate(text);
  if (!date.ok()) return Invalid("date of birth", "not of the form YYMMDD");
  return date;
}

void AppendWithCheckDigit(std::string& line, std::string_view element,
                          char check_digit) {
  line.append(element);
  line.push_back(check_digit);
}

absl::StatusOr<std::string> FormatOptionalData(const NumberElements& number,
                                               std::string_view data) {
  if (!IsZoneText(data) || Unfilled(data) != data) {
    return Invalid("optional data", "not A-Z, 0-9 and < ending in no <");
  }
  if (number.continuation.size() + data.size() > kOptionalField) {
    return Invalid("optional data", "no room for it");
  }
  return Filled(StrCat(number.continuation, data), kOptionalField);
}

absl::StatusOr<std::string> FormatLowerLine(const Td2& document) {
  if (!IsDocumentNumber(document.document_number, kTd2MaxNumberSize)) {
    return Invalid("document number", "not 1 to 14 characters A-Z and 0-9");
  }
  ASSIGN_OR_RETURN(
      const NumberElements number,
      WriteDocumentNumber(document.document_number, document.number_weighing));
  const absl::StatusOr<std::string> birth = FormatPartialDate(document.birth);
  if (!birth.ok()) return Invalid("date of birth", "no such date");
  ASSIGN_OR_RETURN(const std::string expiry, FormatExpiry(document.expiry));
  ASSIGN_OR_RETURN(const std::string optional_data,
                   FormatOptionalData(number, document.optional_data));
  ASSIGN_OR_RETURN(const char birth_check, CheckDigit(*birth));
  ASSIGN_OR_RETURN(const char expiry_check, CheckDigit(expiry));

  std::string line;
  AppendWithCheckDigit(line, number.field, number.check_digit);
  line.append(Filled(document.nationality, 3));
  AppendWithCheckDigit(line, *birth, birth_check);
  line.push_back(SexCharacter(document.sex));
  AppendWithCheckDigit(line, expiry, expiry_check);
  AppendWithCheckDigit(line, optional_data, '0');
  ASSIGN_OR_RETURN(line.back(), CheckDigit(LowerLine(line).composite));
  return line;
}

// Names every check digit of the lower line that is wrong.
absl::Status VerifyCheckDigits(const LowerLine& line,
                               const NumberReading& number) {
  ASSIGN_OR_RETURN(const char birth, CheckDigit(line.birth));
  ASSIGN_OR_RETURN(const char expiry, CheckDigit(line.expiry));
  ASSIGN_OR_RETURN(const char composite, CheckDigit(line.composite));
  std::string wrong;
  const auto note = [&wrong](bool right, std::string_view field) {
    if (!right) wrong = StrCat(wrong, wrong.empty() ? "" : ", ", field);
  };
  note(number.check_digit_is_right, "document number");
  note(line.birth_check == birth, "date of birth");
  note(line.expiry_check == expiry, "date of expiry");
  note(line.composite_check == composite, "composite");
  if (wrong.empty()) return absl::OkStatus();
  return Invalid("wrong check digit", wrong);
}

}  // namespace

absl::StatusOr<Td2Lines> FormatTd2(const Td2& document) {
  RETURN_IF_ERROR(ValidateCodes(document));
  ASSIGN_OR_RETURN(const std::string name,
                   FormatNameField(document.name, kTd2NameField));
  ASSIGN_OR_RETURN(std::string lower, FormatLowerLine(document));
  return Td2Lines{.upper = StrCat(Filled(document.document_code, 2),
                                  Filled(document.issuing_state, 3), name),
                  .lower = std::move(lower)};
}

absl::StatusOr<Td2> ParseTd2(std::string_view upper, std::string_view lower) {
  for (const std::string_view line : {upper, lower}) {
    if (line.size() != kTd2LineSize || !IsZoneText(line)) {
      return Invalid("line", "not 36 characters of A-Z, 0-9 and <");
    }
  }
  const LowerLine line(lower);
  ASSIGN_OR_RETURN(
      NumberReading number,
      ReadDocumentNumber(line.number, line.number_check, line.optional_data));
  RETURN_IF_ERROR(VerifyCheckDigits(line, number));

  Td2 document;
  document.document_code = std::string(Unfilled(upper.substr(0, 2)));
  document.issuing_state = std::string(Unfilled(upper.substr(2, 3)));
  document.nationality = std::string(Unfilled(line.nationality));
  RETURN_IF_ERROR(ValidateCodes(document));
  ASSIGN_OR_RETURN(document.name, ParseNameField(upper.substr(5)));
  document.document_number = std::move(number.number);
  document.number_weighing = number.weighing;
  ASSIGN_OR_RETURN(document.birth, ParseBirth(line.birth));
  ASSIGN_OR_RETURN(document.sex, ParseSex(line.sex));
  ASSIGN_OR_RETURN(document.expiry, ParseExpiry(line.expiry));
  document.optional_data = std::string(Unfilled(number.optional_data));
  return document;
}

}  // namespace sijill::icao
