// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/authority.h"

#include <arpa/inet.h>

#include <algorithm>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/pki/authority/certificate_draft.h"
#include "common/pki/profile.h"

namespace sijill::pki {
namespace {

constexpr size_t kMaxCommonName = 64;  // RFC 5280 A.1, ub-common-name

// 127 random bits; the first bit set, so that a serial has one length.
base::FixedBytes<16> NextSerial(crypto::Random& random) {
  auto serial = random.Next<16>();
  serial.data()[0] |= 0x80;
  return serial;
}

std::string Label(std::string text) {
  text.resize(std::min(text.size(), kMaxCommonName));
  return text;
}

absl::StatusOr<Certificate> Signed(const CertificateDraft& draft, X509* issuer,
                                   EVP_PKEY* key) {
  ASSIGN_OR_RETURN(const X509Handle made, Sign(draft, issuer, key));
  uint8_t* der = nullptr;
  const int size = i2d_X509(made.get(), &der);
  if (size <= 0) return absl::InternalError(crypto::OpenSslError());
  const std::string bytes(reinterpret_cast<const char*>(der),
                          static_cast<size_t>(size));
  OPENSSL_free(der);
  return Certificate::FromDer(bytes);
}

bool IsAddress(const std::string& text) {
  in6_addr octets = {};
  return inet_pton(AF_INET, text.c_str(), &octets) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &octets) == 1;
}

// Everything in it is parsed: names and addresses hold no comma.
absl::StatusOr<std::string> AlternativeNames(const CertificateRequest& wanted) {
  const bool none = wanted.dns_names.empty() && wanted.ip_addresses.empty();
  if (!none && wanted.id.kind() != SpiffeId::Kind::kNode) {
    return absl::InvalidArgumentError(
        "only a node is reached under DNS names and addresses");
  }
  std::string names = base::StrCat("URI:", wanted.id.str());
  for (const std::string& name : wanted.dns_names) {
    if (!base::IsName(name)) {
      return absl::InvalidArgumentError(
          "a DNS name is written in lower-case labels joined by dots");
    }
    names += base::StrCat(",DNS:", name);
  }
  for (const std::string& address : wanted.ip_addresses) {
    if (!IsAddress(address)) {
      return absl::InvalidArgumentError("not an IP address");
    }
    names += base::StrCat(",IP:", address);
  }
  return names;
}

}  // namespace

absl::StatusOr<Authority> Authority::Create(const base::DomainName& domain,
                                            absl::Time now,
                                            crypto::Random& random) {
  crypto::PrivateKey key = crypto::PrivateKey::Generate();
  CertificateDraft draft;
  draft.serial = NextSerial(random);
  draft.common_name = Label(base::StrCat("Sijill root of ", domain.str()));
  draft.not_before = now - kBackdating;
  draft.not_after = now + kRootLifetime;
  draft.public_key = key.get();
  draft.extensions = {
      {NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
      {NID_key_usage, "critical,keyCertSign,cRLSign"},
      {NID_name_constraints,
       base::StrCat("critical,permitted;URI:", domain.str())},
      {NID_subject_key_identifier, "hash"},
      {NID_authority_key_identifier, "keyid:always"},
  };
  ASSIGN_OR_RETURN(Certificate root, Signed(draft, nullptr, key.get()));
  return From(std::move(root), std::move(key));
}

absl::StatusOr<Authority> Authority::From(Certificate root,
                                          crypto::PrivateKey key) {
  ASSIGN_OR_RETURN(base::DomainName domain, DomainOfRoot(root));
  if (root.public_key() != key.public_key()) {
    return absl::FailedPreconditionError("the key is not the root's");
  }
  return Authority(std::move(root), std::move(key), std::move(domain));
}

absl::StatusOr<Certificate> Authority::Issue(const CertificateRequest& request,
                                             absl::Time now,
                                             crypto::Random& random) const {
  if (request.id.domain() != domain_) {
    return absl::PermissionDeniedError(
        "a root certifies only names of its own domain");
  }
  if (now < root_.not_before() || now > root_.not_after()) {
    return absl::FailedPreconditionError("the root is not valid at this time");
  }
  ASSIGN_OR_RETURN(const std::string names, AlternativeNames(request));
  const Profile& profile = ProfileOf(request.id.kind());
  CertificateDraft draft;
  draft.serial = NextSerial(random);
  draft.common_name =
      Label(base::StrCat(KindName(request.id.kind()), " ", request.id.name()));
  draft.not_before = std::max(now - kBackdating, root_.not_before());
  draft.not_after = std::min(now + profile.lifetime, root_.not_after());
  draft.public_key = request.public_key.get();
  draft.extensions = {
      {NID_basic_constraints, "critical,CA:FALSE"},
      {NID_key_usage, "critical,digitalSignature"},
      {NID_subject_key_identifier, "hash"},
      {NID_authority_key_identifier, "keyid:always"},
      {NID_subject_alt_name, names},
  };
  if (!profile.extended_key_usage_text.empty()) {
    draft.extensions.push_back(
        {NID_ext_key_usage, std::string(profile.extended_key_usage_text)});
  }
  return Signed(draft, root_.get(), key_.get());
}

}  // namespace sijill::pki
