// SPDX-License-Identifier: Apache-2.0
// What a node shows must be a node's: callers believe no other, and a node that
// shows another is unreachable for everybody.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "common/base/names.h"

namespace sijill::node {

// INVALID_ARGUMENT unless `pem` is a certificate with one URI,
// spiffe://<domain>/node/<name>. Who issued it is for those who are shown it.
absl::Status CheckNodeCertificate(std::string_view pem,
                                  const base::DomainName& domain);

}  // namespace sijill::node
