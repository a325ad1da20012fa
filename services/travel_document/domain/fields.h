// SPDX-License-Identifier: Apache-2.0
// What fields must look like. A description names the bound, never the value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "sijill/v1/events.pb.h"

namespace sijill::travel_document {

// Characters (code points) that a text may have.
inline constexpr size_t kMaxName = 200;
inline constexpr size_t kMaxText = 2000;

// Nothing but white space.
bool IsBlank(std::string_view text);

// More than `most` characters.
void CheckText(std::string_view text, size_t most, const std::string& field,
               refusal::FieldProblems& problems);
// The same, and blank.
void RequireText(std::string_view text, size_t most, const std::string& field,
                 refusal::FieldProblems& problems);

// A whole day of the years 2000 to 2099, which the two digits of a
// machine-readable zone mean; nothing otherwise.
std::optional<absl::CivilDay> DayOf(const google::type::Date& date);

// Seconds 1970 to 9999 and nanoseconds as the well-known type has them; nothing
// otherwise.
std::optional<absl::Time> InstantOf(const google::protobuf::Timestamp& at);

// Mode, both points, departure and a later arrival are required of a journey.
void CheckJourney(const v1::Journey& journey, const std::string& field,
                  refusal::FieldProblems& problems);

// OK unless `reasons` is blank: INVALID_ARGUMENT, REASONS_REQUIRED.
absl::Status RequireReasons(std::string_view reasons);

}  // namespace sijill::travel_document
