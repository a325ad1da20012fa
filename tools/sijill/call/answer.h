// SPDX-License-Identifier: Apache-2.0
// Answers of a node as an officer reads them; with --json the message itself.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "tools/sijill/call/command.h"
#include "tools/sijill/output.h"

namespace sijill::cli {

// `now` is what deadlines are counted from.
void PrintAnswer(const Command& command,
                 const google::protobuf::Message& response, absl::Time now,
                 Output& output);

}  // namespace sijill::cli
