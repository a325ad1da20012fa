// SPDX-License-Identifier: Apache-2.0
// What to say of a request that does not parse.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"

namespace sijill::rpc {

// INVALID_ARGUMENT, reason UNPARSABLE_REQUEST: nothing is known of it.
absl::Status UnparsableRequest();

// INVALID_ARGUMENT. A message of `type` but for texts that are not UTF-8 (which
// a parser refuses as a whole): reason INVALID_FIELDS, with every such field by
// its path. Anything else: reason UNPARSABLE_REQUEST.
absl::Status UnparsableRequest(const google::protobuf::Descriptor& type,
                               std::string_view bytes);

}  // namespace sijill::rpc
