// SPDX-License-Identifier: Apache-2.0
// The holder's name in a machine-readable zone, ICAO Doc 9303-3 (8th ed.)
// section 4.6, and its truncation, Doc 9303-4, -5 and -6 section 4.2.2.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace sijill::icao {

// Positions of the name, by form of document.
inline constexpr size_t kTd1NameField = 30;
inline constexpr size_t kTd2NameField = 31;
inline constexpr size_t kTd3NameField = 39;

// A name in the letters of the zone: each identifier is parts of A-Z joined by
// single fillers, as transliteration.h makes them.
struct NameIdentifiers {
  std::string primary;    // never empty
  std::string secondary;  // empty: the name has only one identifier

  friend bool operator==(const NameIdentifiers&,
                         const NameIdentifiers&) = default;
};

// True if `text` is one or more parts of A-Z joined by single fillers.
bool IsIdentifier(std::string_view text);

// Primary, two fillers, secondary, fillers up to `size` positions (at least 4).
//
// A name that does not fit keeps the first letter of each of its parts, and as
// many letters as there is room for, given to the parts in their order; if not
// even the first letters fit, the last parts of the secondary identifier are
// left out, then the last ones of the primary, never the first of either. So
// it fills the field and ends in a letter, which says that it may have been
// truncated. (The standard leaves the method to the issuer and asks for these
// properties.)
//
// INVALID_ARGUMENT if an identifier is none, `size` is below 4, or no truncated
// form ends in a letter (only a name of many parts of one letter each).
absl::StatusOr<std::string> FormatNameField(const NameIdentifiers& name,
                                            size_t size);

// The inverse, of what is left after truncation: parse and format again and it
// is the same field. INVALID_ARGUMENT for any other text.
absl::StatusOr<NameIdentifiers> ParseNameField(std::string_view field);

// True if the field ends in a letter: the name may be longer (it need not be:
// a name can just fit).
bool MayBeTruncated(std::string_view field);

}  // namespace sijill::icao
