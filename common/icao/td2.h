// SPDX-License-Identifier: Apache-2.0
// The machine-readable zone of a TD2 document, ICAO Doc 9303-6 (8th ed.)
// section 4.2: two lines of 36 characters. A consulate's single-sheet
// emergency travel document carries it, and so does its visible digital seal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/icao/document_number.h"
#include "common/icao/name_field.h"
#include "common/icao/partial_date.h"

namespace sijill::icao {

inline constexpr size_t kTd2LineSize = 36;

// The longest document number: nine characters, and five in the optional data
// beside their check digit and filler.
inline constexpr size_t kTd2MaxNumberSize = 14;

enum class Sex { kUnspecified, kFemale, kMale };

// What the zone says, without its fillers.
struct Td2 {
  // One or two characters: A, C or I, then any of A-Z and 0-9 but V, and not C
  // after A (note k).
  std::string document_code;
  std::string issuing_state;  // IsIssuerCode()
  NameIdentifiers name;
  std::string document_number;  // IsDocumentNumber(), kTd2MaxNumberSize
  // Of a number longer than nine characters; an issuer leaves it as it is.
  NumberWeighing number_weighing = NumberWeighing::kNumberAlone;
  std::string nationality;  // IsNationalityCode()
  PartialDate birth;
  Sex sex = Sex::kUnspecified;
  // From 2000 to 2099: the zone has two digits for the year.
  absl::CivilDay expiry;
  // A-Z, 0-9 and `<`, not ending in `<`: at most seven characters, less what a
  // long number takes of them.
  std::string optional_data;

  friend bool operator==(const Td2&, const Td2&) = default;
};

struct Td2Lines {
  std::string upper;
  std::string lower;

  friend bool operator==(const Td2Lines&, const Td2Lines&) = default;
};

// INVALID_ARGUMENT, naming the field, if one is not as Td2 says. Only the name
// is ever shortened (name_field.h).
absl::StatusOr<Td2Lines> FormatTd2(const Td2& document);

// The inverse, but for what truncation took: FormatTd2() of the result is the
// two lines. INVALID_ARGUMENT, naming every check digit that is wrong, or else
// the first field that is; never a value.
//
// Check digits cover the lower line without nationality and sex. In what they
// cover, a wrong character passes only if its value is the same modulo 10
// (check_digit.h), and in a date never.
absl::StatusOr<Td2> ParseTd2(std::string_view upper, std::string_view lower);

}  // namespace sijill::icao
