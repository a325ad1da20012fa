// SPDX-License-Identifier: Apache-2.0
// Messages of the contract as the JSON that people keep in files.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace sijill::cli {

// Adds what `text`, the JSON form of a message of this type (proto3 JSON,
// names in snake_case or lowerCamelCase), says to `message`; repeated fields
// grow. INVALID_ARGUMENT for other text, unknown names included: it names the
// field and never its value. `message` is unchanged then.
absl::Status MergeJson(std::string_view text,
                       google::protobuf::Message& message);

// The canonical form, indented, ending with a newline.
std::string JsonOf(const google::protobuf::Message& message);

}  // namespace sijill::cli
