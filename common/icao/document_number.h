// SPDX-License-Identifier: Apache-2.0
// The document number in the zone of TD1 and TD2 documents, ICAO Doc 9303-5
// and -6 (8th ed.) section 4.2.2.2, note j. Number series belong to whoever
// issues documents; here is only how a number is written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace sijill::icao {

// Positions the zone has for a number, before the optional data.
inline constexpr size_t kNumberField = 9;

// What a long number's check digit is made over. The standard means the
// number; documents are in use that weigh the filler of the check digit's own
// position too, between the ninth character and the tenth.
enum class NumberWeighing { kNumberAlone, kWithFiller };

// A number as the zone holds it.
struct NumberElements {
  std::string field;         // nine characters, filled up
  char check_digit = '0';    // a filler: the number goes on in `continuation`
  std::string continuation;  // begins the optional data; empty for a short
                             // number, else rest, check digit, filler
};

// True if `text` is 1 to `max_size` characters A-Z and 0-9.
bool IsDocumentNumber(std::string_view text, size_t max_size);

// `weighing` matters only for a number longer than kNumberField.
// INVALID_ARGUMENT unless `number` is one or more of A-Z and 0-9.
absl::StatusOr<NumberElements> WriteDocumentNumber(std::string_view number,
                                                   NumberWeighing weighing);

// A number read back.
struct NumberReading {
  std::string number;
  NumberWeighing weighing = NumberWeighing::kNumberAlone;
  bool check_digit_is_right = false;
  std::string_view optional_data;  // what follows the continuation; views the
                                   // argument
};

// `field` (kNumberField characters), `check_digit` and `optional_data` are as
// they stand in the zone. A long number's check digit is right under either
// weighing, kNumberAlone if under both. A wrong check digit is no error here:
// the caller names it together with the others. INVALID_ARGUMENT if the shape
// is not that of a number.
absl::StatusOr<NumberReading> ReadDocumentNumber(
    std::string_view field, char check_digit, std::string_view optional_data);

}  // namespace sijill::icao
