// SPDX-License-Identifier: Apache-2.0
// Values as an officer reads them: one line each, or an outline of a message.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"

namespace sijill::cli {

// The field's value; of a repeated one, all with ", " between them. Empty if
// it is not set.
std::string ValueText(const google::protobuf::Message& message,
                      const google::protobuf::FieldDescriptor& field);

// Every field that is set, a line each ("Opened at: ..."), messages indented
// below their names. Ends with a newline unless nothing is set.
std::string Outline(const google::protobuf::Message& message, int depth = 0);

// "2026-11-22 01:15 UTC".
std::string TimeText(absl::Time time);
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);
// "1994", "1994-05", "1994-05-17".
std::string DateText(const google::type::Date& date);
// How far `due` is from `now`: "in 12 days", "3 hours ago".
std::string DistanceText(absl::Time due, absl::Time now);

}  // namespace sijill::cli
