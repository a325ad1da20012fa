// SPDX-License-Identifier: Apache-2.0
// The fields that requests from the notice of a transfer to the end of a case
// have in common, besides those of form/problems.h.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "services/readmission/domain/form/problems.h"
#include "sijill/v1/events.pb.h"

namespace sijill::readmission {

// Nothing in the message, at any depth, is newer than this program: what it
// does not know it must not carry into an event that nobody could then read.
void CheckKnown(const google::protobuf::Message& message,
                const std::string& path, form::Problems& problems);

// The instant, or nothing if it is absent or none from 1970 to 9999; that is a
// problem.
std::optional<absl::Time> CheckInstant(
    bool present, const google::protobuf::Timestamp& instant,
    const std::string& path, form::Problems& problems);

// As CheckInstant(), and a problem as well if it lies after `now`.
void CheckPast(bool present, const google::protobuf::Timestamp& instant,
               absl::Time now, const std::string& path,
               form::Problems& problems);

// At most 20 grounds: kinds stated, "other" explained.
void CheckGrounds(
    const google::protobuf::RepeatedPtrField<v1::RefusalGround>& grounds,
    form::Problems& problems);

// OK, or what is wrong with the only field, a note for the own side.
absl::Status CheckNote(const std::string& note);

// The day that a date of an event names; whatever it holds names some day.
absl::CivilDay DayOf(const google::type::Date& date);

}  // namespace sijill::readmission
