// SPDX-License-Identifier: Apache-2.0
#include "common/icao/document_number.h"

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/icao/check_digit.h"

namespace sijill::icao {
namespace {

using base::StrCat;

absl::Status NotANumber() {
  return absl::InvalidArgumentError(
      "document number: not a number of A-Z and 0-9");
}

// The text that the check digit of a long number is made over.
std::string Weighed(std::string_view number, NumberWeighing weighing) {
  if (weighing == NumberWeighing::kNumberAlone) return std::string(number);
  return StrCat(number.substr(0, kNumberField), "<",
                number.substr(kNumberField));
}

absl::StatusOr<NumberReading> ReadShortNumber(std::string_view field,
                                              char check_digit) {
  const std::string_view number =
      field.substr(0, field.find_last_not_of(kFiller) + 1);
  if (!IsDocumentNumber(number, kNumberField)) return NotANumber();
  ASSIGN_OR_RETURN(const char right, CheckDigit(field));
  NumberReading reading;
  reading.number = std::string(number);
  reading.check_digit_is_right = check_digit == right;
  return reading;
}

// The continuation ends at the first filler of the optional data.
absl::StatusOr<NumberReading> ReadLongNumber(std::string_view field,
                                             std::string_view optional_data) {
  const size_t filler = optional_data.find(kFiller);
  if (filler == optional_data.npos || filler < 2) {
    return absl::InvalidArgumentError(
        "document number: its check digit is missing and the optional data "
        "does not continue it");
  }
  NumberReading reading;
  reading.number = StrCat(field, optional_data.substr(0, filler - 1));
  if (!IsDocumentNumber(reading.number, reading.number.size())) {
    return NotANumber();
  }
  const char check_digit = optional_data[filler - 1];
  for (const NumberWeighing weighing :
       {NumberWeighing::kWithFiller, NumberWeighing::kNumberAlone}) {
    ASSIGN_OR_RETURN(const char right,
                     CheckDigit(Weighed(reading.number, weighing)));
    if (check_digit != right) continue;
    reading.weighing = weighing;
    reading.check_digit_is_right = true;
  }
  reading.optional_data = optional_data.substr(filler + 1);
  return reading;
}

}  // namespace

bool IsDocumentNumber(std::string_view text, size_t max_size) {
  return !text.empty() && text.size() <= max_size && IsZoneText(text) &&
         text.find(kFiller) == text.npos;
}

absl::StatusOr<NumberElements> WriteDocumentNumber(std::string_view number,
                                                   NumberWeighing weighing) {
  if (!IsDocumentNumber(number, number.size())) return NotANumber();
  NumberElements elements;
  elements.field = std::string(number.substr(0, kNumberField));
  elements.field.resize(kNumberField, kFiller);
  if (number.size() <= kNumberField) {
    ASSIGN_OR_RETURN(elements.check_digit, CheckDigit(elements.field));
    return elements;
  }
  ASSIGN_OR_RETURN(const char check_digit,
                   CheckDigit(Weighed(number, weighing)));
  elements.check_digit = kFiller;
  elements.continuation = StrCat(number.substr(kNumberField),
                                 std::string_view(&check_digit, 1), "<");
  return elements;
}

absl::StatusOr<NumberReading> ReadDocumentNumber(
    std::string_view field, char check_digit, std::string_view optional_data) {
  if (field.size() != kNumberField) return NotANumber();
  if (check_digit == kFiller) return ReadLongNumber(field, optional_data);
  ASSIGN_OR_RETURN(NumberReading reading, ReadShortNumber(field, check_digit));
  reading.optional_data = optional_data;
  return reading;
}

}  // namespace sijill::icao
