// SPDX-License-Identifier: Apache-2.0
// What a request names in its case, where the command line did not.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "sijill/v1/case.pb.h"
#include "tools/sijill/call/command.h"
#include "tools/sijill/call/node_link.h"

namespace sijill::cli {

// The field of the request that holds it. Requires a reference.
const char* FieldOf(Reference reference);

// The names of those in the case that are still open.
std::vector<std::string> OpenIn(const v1::CaseSnapshot& snapshot,
                                Reference reference);

// Names the only open one in `request`, if it names none, by reading the case
// with the request's caller (the node records the reading). A usage error if
// there are several; if there is none the node says so.
absl::Status CompleteReference(const Command& command, NodeLink& link,
                               google::protobuf::Message& request);

}  // namespace sijill::cli
