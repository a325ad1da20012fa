// SPDX-License-Identifier: Apache-2.0
// RFC 5280 section 6, by OpenSSL. VerifyPeer() asks for more than this.
#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/pki/certificate.h"

namespace sijill::pki {

// OK if `root`, and nothing else believed, vouches for `leaf` at `now`:
// signature, validity of both, constraints (the root's name constraints
// included), strictly by the RFC, nothing below 128 bits of security.
// UNAUTHENTICATED says why not; INTERNAL if OpenSSL failed. It does not look
// at revocations, at what the leaf may be used for, nor whether it names a URI
// at all: name constraints bind only the URIs that are there.
absl::Status ValidatePath(const Certificate& leaf, const Certificate& root,
                          absl::Time now);

}  // namespace sijill::pki
