// SPDX-License-Identifier: Apache-2.0
// A certificate before it is signed, as plain data. It can say anything, false
// things too: Authority says only what the profiles allow, and tests say what
// must be refused.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"
#include "common/pki/openssl_x509.h"

namespace sijill::pki {

struct CertificateDraft {
  struct Extension {
    int nid;
    // As x509v3_config(5) writes it. Commas and colons mean something there:
    // put only parsed names in.
    std::string value;
  };

  base::FixedBytes<16> serial;
  std::string common_name;  // a label of at most 64 bytes, and never read
  absl::Time not_before;
  absl::Time not_after;
  EVP_PKEY* public_key = nullptr;  // not owned
  std::vector<Extension> extensions;
};

// Signs `draft` with SHA-256 by `issuer_key`. `issuer` is null for a root,
// which issues itself. Extensions are added in their order (the subject key
// identifier of a root before the authority key identifier that repeats it).
// INTERNAL if OpenSSL cannot make it.
absl::StatusOr<X509Handle> Sign(const CertificateDraft& draft, X509* issuer,
                                EVP_PKEY* issuer_key);

}  // namespace sijill::pki
