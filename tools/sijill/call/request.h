// SPDX-License-Identifier: Apache-2.0
// From words and a file to the request of a command.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tools/sijill/call/command.h"

namespace sijill::cli {

// What one run of a command was given.
struct Given {
  std::vector<std::vector<std::string>> words;  // of each argument
  std::string file;                             // path, or empty
  std::string request_id;  // of a mutation, a UUID; not empty
  std::string purpose;     // empty: the command's
  std::string purpose_note;
  std::string officer;
  bool validate_only = false;
  absl::Time now;
};

// Lives as long as the program. Requires a method of the contract.
const google::protobuf::MethodDescriptor& MethodOf(const Command& command);
bool IsMutation(const Command& command);

// A new message of a type of the contract.
std::unique_ptr<google::protobuf::Message> NewMessage(
    const google::protobuf::Descriptor& type);

// The request: the file, then the words, then the presets for what neither
// gave. Cases and events may be named by their last part alone. A usage error
// if a word or the file does not fit; as config::ReadFile() for files.
absl::StatusOr<std::unique_ptr<google::protobuf::Message>> BuildRequest(
    const Command& command, const Given& given);

}  // namespace sijill::cli
