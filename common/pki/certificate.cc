// SPDX-License-Identifier: Apache-2.0
#include "common/pki/certificate.h"

#include <arpa/inet.h>
#include <openssl/pem.h>

#include <array>
#include <utility>

#include "absl/status/status.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::pki {
namespace {

using GeneralNames =
    std::unique_ptr<GENERAL_NAMES, crypto::Freed<GENERAL_NAMES_free>>;

absl::Status Malformed(std::string_view why) {
  crypto::OpenSslError();  // leaves nothing for the thread's next call
  return absl::InvalidArgumentError(base::StrCat("the certificate ", why));
}

std::string TextOf(const ASN1_STRING* text) {
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                     static_cast<size_t>(ASN1_STRING_length(text)));
}

// Empty unless `octets` are an address of version 4 or 6.
std::string AddressOf(const ASN1_STRING* octets) {
  const int length = ASN1_STRING_length(octets);
  if (length != 4 && length != 16) return {};
  std::array<char, INET6_ADDRSTRLEN> text = {};
  const char* const written =
      inet_ntop(length == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(octets),
                text.data(), text.size());
  return written == nullptr ? std::string() : std::string(written);
}

struct SubjectNames {
  std::vector<std::string> uris;
  std::vector<std::string> dns_names;
  std::vector<std::string> ip_addresses;
};

absl::StatusOr<SubjectNames> SubjectNamesOf(const X509* certificate) {
  int critical = 0;
  const GeneralNames names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, &critical, nullptr)));
  SubjectNames result;
  // X509_get_ext_d2i: -1 is "not there", -2 "more than once".
  if (!names && critical == -1) return result;
  if (!names) return Malformed("has a malformed subject alternative name");
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_URI) {
      result.uris.push_back(TextOf(name->d.uniformResourceIdentifier));
    } else if (name->type == GEN_DNS) {
      result.dns_names.push_back(TextOf(name->d.dNSName));
    } else if (name->type == GEN_IPADD) {
      result.ip_addresses.push_back(AddressOf(name->d.iPAddress));
      if (result.ip_addresses.back().empty()) {
        return Malformed("names something that is no IP address");
      }
    } else {
      return Malformed(
          "names something else than a URI, DNS name or IP address");
    }
  }
  return result;
}

absl::StatusOr<crypto::PublicKey> PublicKeyOf(const X509* certificate) {
  uint8_t* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
  if (size <= 0) return Malformed("holds no public key");
  const std::string spki(reinterpret_cast<const char*>(der),
                         static_cast<size_t>(size));
  OPENSSL_free(der);
  absl::StatusOr<crypto::PublicKey> key = crypto::PublicKey::FromSpki(spki);
  if (!key.ok()) {
    return Malformed("holds another key than a P-256 key in its one form");
  }
  return key;
}

std::string DerOf(const X509* certificate) {
  uint8_t* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char*>(der),
                    static_cast<size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

}  // namespace

struct Certificate::Parts {
  X509Handle x509;
  std::string der;
  base::Hash fingerprint;
  std::string serial_hex;
  absl::Time not_before;
  absl::Time not_after;
  crypto::PublicKey public_key;
  SubjectNames names;
};

absl::StatusOr<Certificate> Certificate::FromPem(std::string_view pem) {
  ASSIGN_OR_RETURN(const std::string der,
                   DerOfPem(pem, PEM_STRING_X509, "the certificate",
                            kMaxCertificatePemBytes));
  return FromDer(der);
}

absl::StatusOr<Certificate> Certificate::FromDer(std::string_view der) {
  const auto* begin = reinterpret_cast<const uint8_t*>(der.data());
  X509Handle x509(d2i_X509(nullptr, &begin, static_cast<long>(der.size())));
  if (!x509 || DerOf(x509.get()) != der) return Malformed("is not in DER");
  if (X509_get_version(x509.get()) != X509_VERSION_3) {
    return Malformed("is not of version 3");
  }
  std::string serial = SerialHexOf(X509_get0_serialNumber(x509.get()));
  if (serial.empty()) {
    return Malformed("has a serial that is not positive, or too long");
  }
  ASSIGN_OR_RETURN(const absl::Time not_before,
                   InstantOf(X509_get0_notBefore(x509.get())));
  ASSIGN_OR_RETURN(const absl::Time not_after,
                   InstantOf(X509_get0_notAfter(x509.get())));
  ASSIGN_OR_RETURN(crypto::PublicKey key, PublicKeyOf(x509.get()));
  ASSIGN_OR_RETURN(SubjectNames names, SubjectNamesOf(x509.get()));
  return Certificate(std::make_shared<const Parts>(Parts{
      std::move(x509), std::string(der), base::Sha256({der}), std::move(serial),
      not_before, not_after, std::move(key), std::move(names)}));
}

std::string Certificate::ToPem() const {
  const crypto::BioHandle bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509(bio.get(), get()) != 1) {
    crypto::DieOfOpenSsl("a certificate cannot be written");
  }
  return crypto::BytesOf(bio.get());
}

const std::string& Certificate::der() const { return parts_->der; }
base::Hash Certificate::fingerprint() const { return parts_->fingerprint; }
const std::string& Certificate::serial_hex() const {
  return parts_->serial_hex;
}
absl::Time Certificate::not_before() const { return parts_->not_before; }
absl::Time Certificate::not_after() const { return parts_->not_after; }
const crypto::PublicKey& Certificate::public_key() const {
  return parts_->public_key;
}
const std::vector<std::string>& Certificate::uris() const {
  return parts_->names.uris;
}
const std::vector<std::string>& Certificate::dns_names() const {
  return parts_->names.dns_names;
}
const std::vector<std::string>& Certificate::ip_addresses() const {
  return parts_->names.ip_addresses;
}
X509* Certificate::get() const { return parts_->x509.get(); }

}  // namespace sijill::pki
