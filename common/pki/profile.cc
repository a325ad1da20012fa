// SPDX-License-Identifier: Apache-2.0
#include "common/pki/profile.h"

#include <memory>
#include <string>

#include "common/base/text.h"
#include "common/pki/openssl_x509.h"

namespace sijill::pki {
namespace {

using BasicConstraints =
    std::unique_ptr<BASIC_CONSTRAINTS, crypto::Freed<BASIC_CONSTRAINTS_free>>;
using NameConstraints =
    std::unique_ptr<NAME_CONSTRAINTS, crypto::Freed<NAME_CONSTRAINTS_free>>;

constexpr absl::Duration kTlsLifetime = absl::Hours(24 * 90);
constexpr absl::Duration kSealLifetime = absl::Hours(24 * 365);

constexpr Profile kNode = {kTlsLifetime, XKU_SSL_SERVER | XKU_SSL_CLIENT,
                           "serverAuth,clientAuth"};
constexpr Profile kClient = {kTlsLifetime, XKU_SSL_CLIENT, "clientAuth"};
// No extended key usage: a seal key opens no connection.
constexpr Profile kSeal = {kSealLifetime, 0, ""};

// X509_get_extended_key_usage() says "no such extension" with all bits set.
uint32_t ExtendedKeyUsageOf(X509* certificate) {
  const uint32_t usage = X509_get_extended_key_usage(certificate);
  return usage == UINT32_MAX ? 0 : usage;
}

bool HasUnknownOrInvalidExtension(X509* certificate) {
  return (X509_get_extension_flags(certificate) &
          (EXFLAG_INVALID | EXFLAG_CRITICAL)) != 0;
}

absl::Status NoRoot(std::string_view why) {
  crypto::OpenSslError();
  return absl::InvalidArgumentError(base::StrCat("the root ", why));
}

bool IsAuthorityOfPathLengthZero(const X509* root) {
  int critical = 0;
  const BasicConstraints constraints(static_cast<BASIC_CONSTRAINTS*>(
      X509_get_ext_d2i(root, NID_basic_constraints, &critical, nullptr)));
  return constraints && critical == 1 && constraints->ca != 0 &&
         constraints->pathlen != nullptr &&
         ASN1_INTEGER_get(constraints->pathlen) == 0;
}

bool IsSignedByItself(X509* root) {
  return X509_check_issued(root, root) == X509_V_OK &&
         X509_verify(root, X509_get0_pubkey(root)) == 1;
}

}  // namespace

const Profile& ProfileOf(SpiffeId::Kind kind) {
  switch (kind) {
    case SpiffeId::Kind::kNode:
      return kNode;
    case SpiffeId::Kind::kSeal:
      return kSeal;
    case SpiffeId::Kind::kSystem:
    case SpiffeId::Kind::kOfficer:
      break;
  }
  return kClient;
}

absl::Status MatchesProfile(const Certificate& leaf, SpiffeId::Kind kind) {
  X509* const x509 = leaf.get();
  const auto refused = [&](std::string_view why) {
    return absl::UnauthenticatedError(
        base::StrCat("the certificate of a ", KindName(kind), " ", why));
  };
  if (HasUnknownOrInvalidExtension(x509)) {
    return refused("has an extension that is malformed or unknown here");
  }
  // Not X509_check_ca(): it takes a CA without keyCertSign for none.
  if ((X509_get_extension_flags(x509) & EXFLAG_CA) != 0) {
    return refused("must not be a CA's");
  }
  if (X509_get_key_usage(x509) != KU_DIGITAL_SIGNATURE) {
    return refused("has another key usage than digitalSignature");
  }
  if (ExtendedKeyUsageOf(x509) != ProfileOf(kind).extended_key_usage) {
    return refused("has an extended key usage that is not its kind's");
  }
  if (X509_get_signature_nid(x509) != NID_ecdsa_with_SHA256) {
    return refused("is signed with another algorithm than ECDSA and SHA-256");
  }
  return absl::OkStatus();
}

absl::StatusOr<base::DomainName> DomainOfRoot(const Certificate& root) {
  X509* const x509 = root.get();
  if (HasUnknownOrInvalidExtension(x509)) {
    return NoRoot("has an extension that is malformed or unknown here");
  }
  if (!IsAuthorityOfPathLengthZero(x509)) {
    return NoRoot("is no CA of path length 0");
  }
  if (X509_get_key_usage(x509) != (KU_KEY_CERT_SIGN | KU_CRL_SIGN)) {
    return NoRoot("has other key usages than keyCertSign and cRLSign");
  }
  if (X509_get_signature_nid(x509) != NID_ecdsa_with_SHA256 ||
      !IsSignedByItself(x509)) {
    return NoRoot("is not signed by itself with ECDSA and SHA-256");
  }
  int critical = 0;
  const NameConstraints names(static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(x509, NID_name_constraints, &critical, nullptr)));
  if (!names || critical != 1 || names->excludedSubtrees != nullptr ||
      sk_GENERAL_SUBTREE_num(names->permittedSubtrees) != 1) {
    return NoRoot("is not bound to the URIs of one domain");
  }
  const GENERAL_SUBTREE* const subtree =
      sk_GENERAL_SUBTREE_value(names->permittedSubtrees, 0);
  if (subtree->base->type != GEN_URI) {
    return NoRoot("is not bound to the URIs of one domain");
  }
  const ASN1_STRING* const host = subtree->base->d.uniformResourceIdentifier;
  // A leading "." would permit every host below the domain: not a name.
  absl::StatusOr<base::DomainName> domain = base::DomainName::Parse(
      {reinterpret_cast<const char*>(ASN1_STRING_get0_data(host)),
       static_cast<size_t>(ASN1_STRING_length(host))});
  if (!domain.ok()) return NoRoot("is bound to something that is no domain");
  return domain;
}

}  // namespace sijill::pki
