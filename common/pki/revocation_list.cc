// SPDX-License-Identifier: Apache-2.0
#include "common/pki/revocation_list.h"

#include <openssl/pem.h>

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/pki/openssl_x509.h"

namespace sijill::pki {
namespace {

using Reason = RevocationReason;
using AuthorityKeyId =
    std::unique_ptr<AUTHORITY_KEYID, crypto::Freed<AUTHORITY_KEYID_free>>;
using Asn1Enumerated =
    std::unique_ptr<ASN1_ENUMERATED, crypto::Freed<ASN1_ENUMERATED_free>>;

constexpr std::array<std::pair<Reason, std::string_view>, 6> kReasons = {{
    {Reason::kUnspecified, "unspecified"},
    {Reason::kKeyCompromise, "keyCompromise"},
    {Reason::kAffiliationChanged, "affiliationChanged"},
    {Reason::kSuperseded, "superseded"},
    {Reason::kCessationOfOperation, "cessationOfOperation"},
    {Reason::kPrivilegeWithdrawn, "privilegeWithdrawn"},
}};

absl::Status Malformed(std::string_view why) {
  crypto::OpenSslError();  // leaves nothing for the thread's next call
  return absl::InvalidArgumentError(base::StrCat("the revocation list ", why));
}

bool HasCriticalExtension(const STACK_OF(X509_EXTENSION) * extensions) {
  for (int i = 0; i < X509v3_get_ext_count(extensions); ++i) {
    if (X509_EXTENSION_get_critical(X509v3_get_ext(extensions, i)) != 0) {
      return true;
    }
  }
  return false;
}

std::optional<uint64_t> NumberOf(const X509_CRL* list) {
  const Asn1Integer number(static_cast<ASN1_INTEGER*>(
      X509_CRL_get_ext_d2i(list, NID_crl_number, nullptr, nullptr)));
  uint64_t value = 0;
  if (!number || ASN1_INTEGER_get_uint64(&value, number.get()) != 1) {
    return std::nullopt;
  }
  return value;
}

bool IsSignedBy(X509_CRL* list, const Certificate& root) {
  const AuthorityKeyId key(static_cast<AUTHORITY_KEYID*>(X509_CRL_get_ext_d2i(
      list, NID_authority_key_identifier, nullptr, nullptr)));
  return key &&
         X509_NAME_cmp(X509_CRL_get_issuer(list),
                       X509_get_subject_name(root.get())) == 0 &&
         X509_check_akid(root.get(), key.get()) == X509_V_OK &&
         X509_CRL_get_signature_nid(list) == NID_ecdsa_with_SHA256 &&
         X509_CRL_verify(list, X509_get0_pubkey(root.get())) == 1;
}

// A reason that is not ours to know (5280 allows more) is "unspecified".
Reason ReasonOf(const X509_REVOKED* entry) {
  const Asn1Enumerated code(static_cast<ASN1_ENUMERATED*>(
      X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, nullptr, nullptr)));
  const long value = code ? ASN1_ENUMERATED_get(code.get()) : 0;
  for (const auto& [reason, name] : kReasons) {
    if (static_cast<long>(reason) == value) return reason;
  }
  return Reason::kUnspecified;
}

absl::StatusOr<Revocations> RevocationsOf(X509_CRL* list) {
  STACK_OF(X509_REVOKED)* const entries = X509_CRL_get_REVOKED(list);
  Revocations result;
  for (int i = 0; i < sk_X509_REVOKED_num(entries); ++i) {
    const X509_REVOKED* const entry = sk_X509_REVOKED_value(entries, i);
    std::string serial = SerialHexOf(X509_REVOKED_get0_serialNumber(entry));
    if (serial.empty() ||
        HasCriticalExtension(X509_REVOKED_get0_extensions(entry))) {
      return Malformed("has an entry that is not understood here");
    }
    ASSIGN_OR_RETURN(const absl::Time at,
                     InstantOf(X509_REVOKED_get0_revocationDate(entry)));
    result.emplace(std::move(serial), Revocation{at, ReasonOf(entry)});
  }
  return result;
}

}  // namespace

std::string_view ReasonName(RevocationReason reason) {
  for (const auto& [known, name] : kReasons) {
    if (known == reason) return name;
  }
  return kReasons[0].second;
}

absl::StatusOr<RevocationReason> ParseReason(std::string_view text) {
  std::string known;
  for (const auto& [reason, name] : kReasons) {
    if (name == text) return reason;
    known += base::StrCat(known.empty() ? "" : ", ", name);
  }
  return absl::InvalidArgumentError(
      base::StrCat("a reason of revocation is one of: ", known));
}

absl::StatusOr<RevocationList> RevocationList::FromPem(
    std::string_view pem, const Certificate& root) {
  ASSIGN_OR_RETURN(const std::string der,
                   DerOfPem(pem, PEM_STRING_X509_CRL, "the revocation list",
                            kMaxRevocationListPemBytes));
  const auto* next = reinterpret_cast<const uint8_t*>(der.data());
  const uint8_t* const end = next + der.size();
  const CrlHandle list(
      d2i_X509_CRL(nullptr, &next, static_cast<long>(der.size())));
  if (!list || next != end) return Malformed("is not in DER");
  const std::optional<uint64_t> number = NumberOf(list.get());
  if (X509_CRL_get_version(list.get()) != X509_CRL_VERSION_2 || !number ||
      HasCriticalExtension(X509_CRL_get0_extensions(list.get()))) {
    return Malformed("is no complete, numbered list of version 2");
  }
  if (!IsSignedBy(list.get(), root)) {
    crypto::OpenSslError();
    return absl::UnauthenticatedError(
        "the revocation list is not signed by this root");
  }
  RevocationList result;
  result.number_ = *number;
  ASSIGN_OR_RETURN(result.this_update_,
                   InstantOf(X509_CRL_get0_lastUpdate(list.get())));
  ASSIGN_OR_RETURN(result.next_update_,
                   InstantOf(X509_CRL_get0_nextUpdate(list.get())));
  if (result.next_update_ <= result.this_update_) {
    return Malformed("ends before it begins");
  }
  ASSIGN_OR_RETURN(result.revocations_, RevocationsOf(list.get()));
  return result;
}

}  // namespace sijill::pki
