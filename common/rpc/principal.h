// SPDX-License-Identifier: Apache-2.0
// Who calls.
#pragma once

#include <string>

#include "common/base/fixed_bytes.h"
#include "common/pki/spiffe_id.h"

namespace sijill::rpc {

// Whom a verified certificate speaks for: domain, kind (system, officer, node),
// agency and name. Only PeerVerifier makes one outside of tests.
struct Principal {
  pki::SpiffeId id;
  std::string certificate_serial;      // pki::Certificate::serial_hex()
  base::Hash certificate_fingerprint;  // SHA-256 of its DER form
};

}  // namespace sijill::rpc
