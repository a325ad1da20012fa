// SPDX-License-Identifier: Apache-2.0
// A domain's certificates, made once a process: what targets of the PKI start
// from, and what may be believed.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/pki/certificate.h"
#include "common/pki/trust_store.h"
#include "tests/fuzz/harness/target.h"

namespace sijill::fuzz {

struct DomainPki {
  absl::Time now;
  Inputs certificates_der;  // the root first
  Inputs certificates_pem;
  std::string revocation_list_pem;
  pki::TrustStore trust;

  const pki::Certificate& root() const;
  bool IsIssued(std::string_view der) const;
};

const DomainPki& Pki();

}  // namespace sijill::fuzz
