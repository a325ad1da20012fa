// SPDX-License-Identifier: Apache-2.0
// Names in the letters of a machine-readable zone, as ICAO Doc 9303-3
// (8th ed.) section 6 recommends them. Real documents of a State may carry a
// transcription of its own instead, and States differ in the choices the tables
// leave open; so the name in its script, the name as printed and the computed
// form are kept side by side, the last with the id of the rule set that made
// it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace sijill::icao {

// Ids of rule sets, stored with what they made: an id never changes its
// meaning; another choice gets another id.
inline constexpr std::string_view kLatinRuleSet = "icao-9303-3-8/latin";
inline constexpr std::string_view kArabicRuleSet = "icao-9303-3-8/arabic";

// The longest name taken, in bytes of UTF-8.
inline constexpr size_t kMaxNameSize = 1024;

// All three take one identifier (not "primary, secondary") in UTF-8, composed
// as in Unicode's normalization form C, and return parts of A-Z joined by
// single fillers. Punctuation follows section 4.6: hyphens, spaces and commas
// divide parts; apostrophes and other punctuation are omitted. A character that
// the table does not have (a letter, a digit, a combining mark, a control
// character) is never dropped: INVALID_ARGUMENT, naming its position counted
// in code points from 1, never the character. INVALID_ARGUMENT also for bytes
// that are not UTF-8, for more than kMaxNameSize bytes and for a name in which
// no letter is left.

// Table A. Where it leaves a choice: Ä AE, Å AA, Ñ N, Ö OE, Ü UE. Either case;
// ß as ẞ; the Romanian Ș and Ț, which Unicode told apart from Ş and Ţ later, as
// those.
absl::StatusOr<std::string> TransliterateLatin(std::string_view name);

// Table C, with the two letters of appendix B.5.4. Teh marbuta is XAH at the
// end of a part and XTA elsewhere; shadda repeats what the letter before it
// was written as; other vowel signs and tatweel are not encoded. The four
// Maghrib letters that the table calls obsolete and drops (ڜ ڢ ڧ ڨ) are refused
// instead: they are consonants, still written in the Maghrib.
absl::StatusOr<std::string> TransliterateArabic(std::string_view name);

// By the rule set's id; NOT_FOUND for an unknown one.
absl::StatusOr<std::string> Transliterate(std::string_view rule_set,
                                          std::string_view name);

}  // namespace sijill::icao
