// SPDX-License-Identifier: Apache-2.0
#include "common/testing/temporary_pki.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "common/base/text.h"
#include "common/crypto/openssl.h"
#include "common/pki/authority/certificate_draft.h"

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

CarelessPair TemporaryPki::IssueCarelessly(const CarelessDraft& draft) {
  const crypto::PrivateKey key = crypto::PrivateKey::Generate();
  pki::CertificateDraft made{.serial = random_.Next<16>(),
                             .common_name = "careless",
                             .not_before = draft.not_before,
                             .not_after = draft.not_after,
                             .public_key = key.get()};
  made.serial.data()[0] = 0x7f;  // positive, and no leading zeros
  made.extensions = {{NID_basic_constraints, "critical,CA:FALSE"},
                     {NID_key_usage, "critical,digitalSignature"},
                     {NID_ext_key_usage, "clientAuth"},
                     {NID_subject_key_identifier, "hash"},
                     {NID_authority_key_identifier, "keyid:always"}};
  if (!draft.names.empty()) {
    made.extensions.push_back({NID_subject_alt_name, draft.names});
  }
  const pki::X509Handle signed_by_root =
      Made(pki::Sign(made, authority_.root().get(), authority_.key().get()));
  const crypto::BioHandle bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), signed_by_root.get());
  return {crypto::BytesOf(bio.get()), key.ToPem()};
}

void TemporaryPki::Revoke(const pki::Certificate& certificate) {
  revocations_.emplace(
      certificate.serial_hex(),
      pki::Revocation{now_, pki::RevocationReason::kUnspecified});
  ++list_number_;
}

std::string TemporaryPki::revocation_list_pem() const {
  return RevocationListAt(now_, now_ + pki::kRevocationListLifetime);
}

std::string TemporaryPki::RevocationListAt(absl::Time issued,
                                           absl::Time due) const {
  return Made(
      authority_.SignRevocationList(list_number_, revocations_, issued, due));
}

void TemporaryPki::Introduce(pki::TrustStore& trust) const {
  Require(trust.AddRoot(root_pem()).status());
  Require(trust.SetRevocationList(revocation_list_pem(), now_));
}

}  // namespace sijill::testing
