// SPDX-License-Identifier: Apache-2.0
// A date of birth as a machine-readable zone holds it, ICAO Doc 9303-3
// (8th ed.) section 4.8: YYMMDD, an unknown part written as fillers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace sijill::icao {

struct PartialDate {
  std::optional<int> year;   // 0-99: the zone does not say the century
  std::optional<int> month;  // 1-12
  std::optional<int> day;    // 1-31

  static PartialDate From(absl::CivilDay day);
  friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// Six characters. INVALID_ARGUMENT if a part is out of its range or the day
// is in no such month; 29 February passes if the year may be a leap year.
absl::StatusOr<std::string> FormatPartialDate(const PartialDate& date);

// The inverse: INVALID_ARGUMENT unless FormatPartialDate() writes `text`.
absl::StatusOr<PartialDate> ParsePartialDate(std::string_view text);

}  // namespace sijill::icao
