// SPDX-License-Identifier: Apache-2.0
#include "common/testing/temporary_pki.h"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "common/base/text.h"

namespace sijill::testing {
namespace {

using Kind = pki::SpiffeId::Kind;

void Require(const absl::Status& status) {
  if (status.ok()) return;
  std::fputs((status.ToString() + "\n").c_str(), stderr);
  std::abort();
}

template <typename T>
T Made(absl::StatusOr<T> result) {
  Require(result.status());
  return *std::move(result);
}

}  // namespace

TemporaryPki::TemporaryPki(std::string_view domain, absl::Time now)
    : now_(now),
      authority_(Made(pki::Authority::Create(
          Made(base::DomainName::Parse(domain)), now, random_))) {}

Credentials TemporaryPki::Node(std::string_view name) {
  return Issue(Kind::kNode, "", name);
}

Credentials TemporaryPki::System(std::string_view agency,
                                 std::string_view name) {
  return Issue(Kind::kSystem, agency, name);
}

Credentials TemporaryPki::Officer(std::string_view agency,
                                  std::string_view pseudonym) {
  return Issue(Kind::kOfficer, agency, pseudonym);
}

Credentials TemporaryPki::Seal(std::string_view agency, uint32_t number) {
  return Issue(Kind::kSeal, agency, base::StrCat(number));
}

Credentials TemporaryPki::Issue(Kind kind, std::string_view agency,
                                std::string_view name) {
  const crypto::PrivateKey key = crypto::PrivateKey::Generate();
  pki::CertificateRequest request{
      Made(pki::SpiffeId::Of(kind, domain(), agency, name)), key.public_key()};
  if (kind == Kind::kNode) {
    request.dns_names = {"localhost"};
    request.ip_addresses = {"127.0.0.1", "::1"};
  }
  pki::Certificate certificate = Made(authority_.Issue(request, now_, random_));
  std::string pem = certificate.ToPem();
  return {std::move(request.id), std::move(certificate), std::move(pem),
          key.ToPem()};
}

void TemporaryPki::Revoke(const pki::Certificate& certificate) {
  revocations_.emplace(
      certificate.serial_hex(),
      pki::Revocation{now_, pki::RevocationReason::kUnspecified});
  ++list_number_;
}

std::string TemporaryPki::revocation_list_pem() const {
  return Made(authority_.SignRevocationList(
      list_number_, revocations_, now_, now_ + pki::kRevocationListLifetime));
}

void TemporaryPki::Introduce(pki::TrustStore& trust) const {
  Require(trust.AddRoot(root_pem()).status());
  Require(trust.SetRevocationList(revocation_list_pem(), now_));
}

}  // namespace sijill::testing
