// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/parsers/domain_pki.h"

#include <algorithm>

#include "common/testing/temporary_pki.h"

namespace sijill::fuzz {
namespace {

DomainPki* Made() {
  auto* const made = new DomainPki;
  made->now = absl::FromUnixSeconds(1'790'000'000);
  testing::TemporaryPki domain("north.example", made->now);
  const testing::Credentials revoked = domain.Officer("interior", "o-2");
  domain.Revoke(revoked.certificate);
  const auto add = [&](const pki::Certificate& certificate) {
    made->certificates_der.push_back(certificate.der());
    made->certificates_pem.push_back(certificate.ToPem());
  };
  add(domain.authority().root());
  add(domain.Node("one").certificate);
  add(domain.System("interior", "desk").certificate);
  add(domain.Officer("interior", "o-1").certificate);
  add(domain.Seal("interior", 1).certificate);
  add(revoked.certificate);
  made->revocation_list_pem = domain.revocation_list_pem();
  domain.Introduce(made->trust);
  return made;
}

}  // namespace

const pki::Certificate& DomainPki::root() const {
  static const auto* const root = new pki::Certificate(
      *pki::Certificate::FromDer(certificates_der.front()));
  return *root;
}

bool DomainPki::IsIssued(std::string_view der) const {
  return std::ranges::find(certificates_der, der) != certificates_der.end();
}

const DomainPki& Pki() {
  static const DomainPki* const pki = Made();
  return *pki;
}

}  // namespace sijill::fuzz
