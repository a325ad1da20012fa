// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/certificate_draft.h"

#include "absl/status/status.h"
#include "common/base/text.h"

namespace sijill::pki {
namespace {

using ExtensionHandle =
    std::unique_ptr<X509_EXTENSION, crypto::Freed<X509_EXTENSION_free>>;

bool SetNames(X509* certificate, const std::string& common_name, X509* issuer) {
  X509_NAME* const subject = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_NID(
             subject, NID_commonName, MBSTRING_UTF8,
             reinterpret_cast<const uint8_t*>(common_name.data()),
             static_cast<int>(common_name.size()), -1, 0) == 1 &&
         X509_set_issuer_name(
             certificate,
             issuer == nullptr ? subject : X509_get_subject_name(issuer)) == 1;
}

bool SetValidity(X509* certificate, const CertificateDraft& draft) {
  const Asn1Time not_before = Asn1TimeOf(draft.not_before);
  const Asn1Time not_after = Asn1TimeOf(draft.not_after);
  return not_before && not_after &&
         X509_set1_notBefore(certificate, not_before.get()) == 1 &&
         X509_set1_notAfter(certificate, not_after.get()) == 1;
}

bool SetSerial(X509* certificate, const base::FixedBytes<16>& serial) {
  const crypto::BigNumber number(
      BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  const Asn1Integer encoded(number ? BN_to_ASN1_INTEGER(number.get(), nullptr)
                                   : nullptr);
  return encoded && X509_set_serialNumber(certificate, encoded.get()) == 1;
}

bool AddExtensions(X509* certificate, const CertificateDraft& draft,
                   X509* issuer) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer == nullptr ? certificate : issuer,
                 certificate, nullptr, nullptr, 0);
  for (const CertificateDraft::Extension& wanted : draft.extensions) {
    const ExtensionHandle extension(X509V3_EXT_conf_nid(
        nullptr, &context, wanted.nid, wanted.value.c_str()));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) {
      return false;
    }
  }
  return true;
}

}  // namespace

absl::StatusOr<X509Handle> Sign(const CertificateDraft& draft, X509* issuer,
                                EVP_PKEY* issuer_key) {
  X509Handle certificate(X509_new());
  X509* const made = certificate.get();
  if (made == nullptr || X509_set_version(made, X509_VERSION_3) != 1 ||
      !SetSerial(made, draft.serial) ||
      !SetNames(made, draft.common_name, issuer) || !SetValidity(made, draft) ||
      X509_set_pubkey(made, draft.public_key) != 1 ||
      !AddExtensions(made, draft, issuer) ||
      X509_sign(made, issuer_key, EVP_sha256()) == 0) {
    return absl::InternalError(
        base::StrCat("no certificate can be made: ", crypto::OpenSslError()));
  }
  return certificate;
}

}  // namespace sijill::pki
