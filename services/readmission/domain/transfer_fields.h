// SPDX-License-Identifier: Apache-2.0
// The fields that requests from the notice of a transfer to the end of a case
// have in common, looked at one by one: each problem is added, none ends it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "sijill/v1/events.pb.h"

namespace sijill::readmission {

// Bounds of the contract, in characters (Unicode code points).
inline constexpr size_t kMaxText = 2000;  // notes, reasons, explanations
inline constexpr size_t kMaxPlace = 200;  // points, references
inline constexpr size_t kMaxName = 200;   // one part of a name
inline constexpr int kMaxGrounds = 20;
inline constexpr int kMaxEscorts = 50;

enum class Presence { kOptional, kRequired };

// Nothing in the request, at any depth, is newer than this program: what it
// does not know it must not carry into an event, which nobody could then read.
void CheckKnown(const google::protobuf::Message& request,
                refusal::FieldProblems& problems);

// At most `most` characters; with kRequired at least one that is no space.
void CheckText(std::string_view field, std::string_view text, size_t most,
               Presence presence, refusal::FieldProblems& problems);

// The instant, or nothing if it is absent or none from 1970 to 9999; that is a
// problem of `field`.
std::optional<absl::Time> CheckInstant(
    std::string_view field, bool present,
    const google::protobuf::Timestamp& instant,
    refusal::FieldProblems& problems);

// As CheckInstant(), and a problem as well if it lies after `now`.
void CheckPast(std::string_view field, bool present,
               const google::protobuf::Timestamp& instant, absl::Time now,
               refusal::FieldProblems& problems);

// The day, or nothing unless year, month and day name one; that is a problem.
std::optional<absl::CivilDay> CheckDay(std::string_view field,
                                       const google::type::Date& date,
                                       refusal::FieldProblems& problems);

// Grounds that are there: kinds stated, "other" explained.
void CheckGrounds(
    const google::protobuf::RepeatedPtrField<v1::RefusalGround>& grounds,
    refusal::FieldProblems& problems);

// The part that holds a note for the own side; empty for no note.
v1::OwnSideFile OwnSideNote(const std::string& note);

// The day that an event's own field names; whatever it holds names some day.
absl::CivilDay DayOf(const google::type::Date& date);

}  // namespace sijill::readmission
