// SPDX-License-Identifier: Apache-2.0
// Authority::SignRevocationList(): RFC 5280 section 5, version 2.
#include <openssl/pem.h>

#include "absl/status/status.h"
#include "common/base/text.h"
#include "common/pki/authority/authority.h"
#include "common/pki/openssl_x509.h"

namespace sijill::pki {
namespace {

using ExtensionHandle =
    std::unique_ptr<X509_EXTENSION, crypto::Freed<X509_EXTENSION_free>>;
using Asn1Enumerated =
    std::unique_ptr<ASN1_ENUMERATED, crypto::Freed<ASN1_ENUMERATED_free>>;

// 5.3.1: "the reason code CRL entry extension SHOULD be absent instead of
// using the unspecified (0) reasonCode value".
bool SetReason(X509_REVOKED* entry, RevocationReason reason) {
  if (reason == RevocationReason::kUnspecified) return true;
  const Asn1Enumerated code(ASN1_ENUMERATED_new());
  return code &&
         ASN1_ENUMERATED_set(code.get(), static_cast<long>(reason)) == 1 &&
         X509_REVOKED_add1_ext_i2d(entry, NID_crl_reason, code.get(), 0, 0) ==
             1;
}

bool AddEntry(X509_CRL* list, const ASN1_INTEGER* serial,
              const Revocation& revocation) {
  RevokedHandle entry(X509_REVOKED_new());
  const Asn1Time at = Asn1TimeOf(revocation.at);
  if (!entry || !at ||
      X509_REVOKED_set_serialNumber(entry.get(),
                                    const_cast<ASN1_INTEGER*>(serial)) != 1 ||
      X509_REVOKED_set_revocationDate(entry.get(), at.get()) != 1 ||
      !SetReason(entry.get(), revocation.reason) ||
      X509_CRL_add0_revoked(list, entry.get()) != 1) {
    return false;
  }
  entry.release();  // the list's now
  return true;
}

bool SetFrame(X509_CRL* list, X509* root, absl::Time now,
              absl::Time next_update) {
  const Asn1Time from = Asn1TimeOf(now);
  const Asn1Time until = Asn1TimeOf(next_update);
  return from && until && X509_CRL_set_version(list, X509_CRL_VERSION_2) == 1 &&
         X509_CRL_set_issuer_name(list, X509_get_subject_name(root)) == 1 &&
         X509_CRL_set1_lastUpdate(list, from.get()) == 1 &&
         X509_CRL_set1_nextUpdate(list, until.get()) == 1;
}

bool AddExtensions(X509_CRL* list, X509* root, uint64_t number) {
  const Asn1Integer encoded(ASN1_INTEGER_new());
  X509V3_CTX context;
  X509V3_set_ctx(&context, root, nullptr, nullptr, list, 0);
  const ExtensionHandle key_id(X509V3_EXT_conf_nid(
      nullptr, &context, NID_authority_key_identifier, "keyid:always"));
  return encoded && key_id &&
         ASN1_INTEGER_set_uint64(encoded.get(), number) == 1 &&
         X509_CRL_add_ext(list, key_id.get(), -1) == 1 &&
         X509_CRL_add1_ext_i2d(list, NID_crl_number, encoded.get(), 0, 0) == 1;
}

absl::Status CannotBeMade() {
  return absl::InternalError(
      base::StrCat("no revocation list can be made: ", crypto::OpenSslError()));
}

}  // namespace

absl::StatusOr<std::string> Authority::SignRevocationList(
    uint64_t number, const Revocations& revocations, absl::Time now,
    absl::Time next_update) const {
  const CrlHandle list(X509_CRL_new());
  if (!list || !SetFrame(list.get(), root_.get(), now, next_update) ||
      !AddExtensions(list.get(), root_.get(), number)) {
    return CannotBeMade();
  }
  for (const auto& [serial_hex, revocation] : revocations) {
    const Asn1Integer serial = SerialOf(serial_hex);
    if (!serial) {
      return absl::InvalidArgumentError(
          "a serial number is written in lower-case hexadecimal octets");
    }
    if (!AddEntry(list.get(), serial.get(), revocation)) return CannotBeMade();
  }
  const crypto::BioHandle bio(BIO_new(BIO_s_mem()));
  if (X509_CRL_sort(list.get()) != 1 ||
      X509_CRL_sign(list.get(), key_.get(), EVP_sha256()) == 0 || !bio ||
      PEM_write_bio_X509_CRL(bio.get(), list.get()) != 1) {
    return CannotBeMade();
  }
  return crypto::BytesOf(bio.get());
}

}  // namespace sijill::pki
