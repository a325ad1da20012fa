// SPDX-License-Identifier: Apache-2.0
// Fields of messages as single words and lines: what flags set and tables
// show. Fields are named by their path, "journey.departs_at"; a path through a
// repeated message means its last element.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace sijill::cli {

// The field that `path` names, or null.
const google::protobuf::FieldDescriptor* FieldAt(
    const google::protobuf::Descriptor& type, std::string_view path);

// Sets the field, or adds to it if it is repeated. `text` is written as it is
// shown: enums without their prefix and with hyphens ("not-a-national"), dates
// "1994", "1994-05" or "1994-05-17", times as RFC 3339, bytes as they are.
// INVALID_ARGUMENT for other text: the message names the choices and never the
// value; INTERNAL if there is no such field.
absl::Status SetField(google::protobuf::Message& message, std::string_view path,
                      const std::string& text);

// One line: what SetField() takes, times as "2026-11-22 01:15 UTC", names of
// persons and facts in words; the elements of a repeated field with ", "
// between them. Empty if the field is not set or there is none.
std::string TextAt(const google::protobuf::Message& message,
                   std::string_view path);

// "not-a-national" of REFUSAL_GROUND_KIND_NOT_A_NATIONAL.
std::string EnumText(const google::protobuf::EnumValueDescriptor& value);
// All but the first, UNSPECIFIED, with ", " between them.
std::string EnumChoices(const google::protobuf::EnumDescriptor& type);
// The value that EnumText() shows so, or null; never UNSPECIFIED.
const google::protobuf::EnumValueDescriptor* EnumOf(
    const google::protobuf::EnumDescriptor& type, std::string_view text);

}  // namespace sijill::cli
