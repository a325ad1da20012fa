// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/domain/fields.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/casestate/interpretation.h"

namespace sijill::travel_document {
namespace {

using base::StrCat;
using refusal::FieldProblems;

constexpr size_t kMaxReference = 100;

size_t Characters(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

}  // namespace

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

void CheckText(std::string_view text, size_t most, const std::string& field,
               FieldProblems& problems) {
  if (Characters(text) > most) {
    problems.Add(field, StrCat("at most ", most, " characters"));
  }
}

void RequireText(std::string_view text, size_t most, const std::string& field,
                 FieldProblems& problems) {
  if (IsBlank(text)) problems.Add(field, "required");
  CheckText(text, most, field, problems);
}

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool normal = day.year() == date.year() &&
                      day.month() == date.month() && day.day() == date.day();
  if (!normal || date.year() < 2000 || date.year() > 2099 ||
      casestate::HasUnknown(date)) {
    return std::nullopt;
  }
  return day;
}

std::optional<absl::Time> InstantOf(const google::protobuf::Timestamp& at) {
  constexpr int64_t kEndOf9999 = 253'402'300'800;
  constexpr int32_t kNanosPerSecond = 1'000'000'000;
  if (at.seconds() < 0 || at.seconds() >= kEndOf9999 || at.nanos() < 0 ||
      at.nanos() >= kNanosPerSecond) {
    return std::nullopt;
  }
  return absl::FromUnixSeconds(at.seconds()) + absl::Nanoseconds(at.nanos());
}

void CheckJourney(const v1::Journey& journey, const std::string& field,
                  FieldProblems& problems) {
  const auto at = [&](std::string_view name) {
    return StrCat(field, ".", name);
  };
  // An event with a word that nobody knows would be passed over by everyone.
  if (casestate::HasUnknown(journey)) {
    problems.Add(field, "has a field or a word that this node does not know");
  }
  if (journey.mode() == v1::TRANSPORT_MODE_UNSPECIFIED) {
    problems.Add(at("mode"), "required");
  }
  CheckText(journey.carrier_reference(), kMaxReference, at("carrier_reference"),
            problems);
  RequireText(journey.departure_point(), kMaxName, at("departure_point"),
              problems);
  RequireText(journey.arrival_point(), kMaxName, at("arrival_point"), problems);
  const auto departs = InstantOf(journey.departs_at());
  const auto arrives = InstantOf(journey.arrives_at());
  if (!journey.has_departs_at() || !departs) {
    problems.Add(at("departs_at"), "required");
  }
  if (!journey.has_arrives_at() || !arrives) {
    problems.Add(at("arrives_at"), "required");
  } else if (departs && *arrives <= *departs) {
    problems.Add(at("arrives_at"), "later than the departure");
  }
}

absl::Status RequireReasons(std::string_view reasons) {
  if (!IsBlank(reasons)) return absl::OkStatus();
  return refusal::Refuse(absl::StatusCode::kInvalidArgument, "REASONS_REQUIRED",
                         "say why", {{"field", "reasons"}});
}

}  // namespace sijill::travel_document
