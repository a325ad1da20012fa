// SPDX-License-Identifier: Apache-2.0
// The question before every call.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "common/rpc/principal.h"

namespace sijill::rpc {

// Decides by who calls and which method, before a handler or a byte of the
// request is looked at. What depends on a case is the handler's.
class Authorizer {
 public:
  virtual ~Authorizer() = default;

  // OK if `principal` may call `full_method` ("/package.Service/Method", which
  // has a handler). Anything else refuses with PERMISSION_DENIED; the text of a
  // PERMISSION_DENIED goes to the caller. Called from gRPC's own threads, from
  // several at once: it must not block.
  virtual absl::Status Authorize(const Principal& principal,
                                 std::string_view full_method) const = 0;
};

}  // namespace sijill::rpc
