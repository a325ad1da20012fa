// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer_fields.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/casestate/interpretation.h"

namespace sijill::readmission {
namespace {

// Code points of UTF-8, which is what protobuf lets into a string field.
size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(text, [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void CheckKnown(const google::protobuf::Message& request,
                refusal::FieldProblems& problems) {
  if (casestate::HasUnknown(request)) {
    problems.Add("request", "holds a field or value newer than this node");
  }
}

void CheckText(std::string_view field, std::string_view text, size_t most,
               Presence presence, refusal::FieldProblems& problems) {
  if (presence == Presence::kRequired && IsBlank(text)) {
    problems.Add(std::string(field), "required");
  } else if (CountCharacters(text) > most) {
    problems.Add(std::string(field),
                 base::StrCat("at most ", most, " characters"));
  }
}

std::optional<absl::Time> CheckInstant(
    std::string_view field, bool present,
    const google::protobuf::Timestamp& instant,
    refusal::FieldProblems& problems) {
  constexpr int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
  if (!present) {
    problems.Add(std::string(field), "required");
    return std::nullopt;
  }
  if (instant.seconds() < 0 || instant.seconds() > kLastSecond ||
      instant.nanos() < 0 || instant.nanos() > 999'999'999) {
    problems.Add(std::string(field), "no instant from 1970 to 9999");
    return std::nullopt;
  }
  return absl::FromUnixSeconds(instant.seconds()) +
         absl::Nanoseconds(instant.nanos());
}

void CheckPast(std::string_view field, bool present,
               const google::protobuf::Timestamp& instant, absl::Time now,
               refusal::FieldProblems& problems) {
  const auto time = CheckInstant(field, present, instant, problems);
  if (time && *time > now) {
    problems.Add(std::string(field), "lies in the future");
  }
}

std::optional<absl::CivilDay> CheckDay(std::string_view field,
                                       const google::type::Date& date,
                                       refusal::FieldProblems& problems) {
  const absl::CivilDay day = DayOf(date);
  // A month 13 or a 30 February is carried over into another day.
  if (date.year() < 1 || date.year() > 9999 || day.year() != date.year() ||
      day.month() != date.month() || day.day() != date.day()) {
    problems.Add(std::string(field), "required: a year, a month and a day");
    return std::nullopt;
  }
  return day;
}

void CheckGrounds(
    const google::protobuf::RepeatedPtrField<v1::RefusalGround>& grounds,
    refusal::FieldProblems& problems) {
  if (grounds.size() > kMaxGrounds) {
    problems.Add("grounds", base::StrCat("at most ", kMaxGrounds));
  }
  for (int i = 0; i < grounds.size(); ++i) {
    const v1::RefusalGround& ground = grounds.Get(i);
    const std::string path = base::StrCat("grounds[", i, "]");
    if (ground.kind() == v1::REFUSAL_GROUND_KIND_UNSPECIFIED ||
        !v1::RefusalGroundKind_IsValid(ground.kind())) {
      problems.Add(path + ".kind", "required: one of the grounds");
    }
    const bool other = ground.kind() == v1::REFUSAL_GROUND_KIND_OTHER;
    CheckText(path + ".explanation", ground.explanation(), kMaxText,
              other ? Presence::kRequired : Presence::kOptional, problems);
  }
}

v1::OwnSideFile OwnSideNote(const std::string& note) {
  v1::OwnSideFile file;
  file.set_note(note);
  return file;
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

}  // namespace sijill::readmission
