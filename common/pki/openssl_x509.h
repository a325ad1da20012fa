// SPDX-License-Identifier: Apache-2.0
// OpenSSL's X.509 objects with an owner.
#pragma once

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/crypto/openssl.h"

namespace sijill::pki {

using X509Handle = std::unique_ptr<X509, crypto::Freed<X509_free>>;
using CrlHandle = std::unique_ptr<X509_CRL, crypto::Freed<X509_CRL_free>>;
using RevokedHandle =
    std::unique_ptr<X509_REVOKED, crypto::Freed<X509_REVOKED_free>>;
using X509StoreHandle =
    std::unique_ptr<X509_STORE, crypto::Freed<X509_STORE_free>>;
using X509StoreContext =
    std::unique_ptr<X509_STORE_CTX, crypto::Freed<X509_STORE_CTX_free>>;
using Asn1Time = std::unique_ptr<ASN1_TIME, crypto::Freed<ASN1_TIME_free>>;
using Asn1Integer =
    std::unique_ptr<ASN1_INTEGER, crypto::Freed<ASN1_INTEGER_free>>;

// The DER bytes of the one PEM block in `pem`, which must carry `label`, no
// headers, and nothing but space around it. INVALID_ARGUMENT otherwise, also
// above `max_bytes`; `what` names the thing in the message.
absl::StatusOr<std::string> DerOfPem(std::string_view pem,
                                     std::string_view label,
                                     std::string_view what, size_t max_bytes);

// The instant that `time` writes. INVALID_ARGUMENT if it is none.
absl::StatusOr<absl::Time> InstantOf(const ASN1_TIME* time);
// UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5); seconds.
// Null if the instant does not fit.
Asn1Time Asn1TimeOf(absl::Time instant);

// The octets of a positive INTEGER of at most 20 (RFC 5280 4.1.2.2), without
// leading zeros, as lower-case hexadecimal; empty for any other.
std::string SerialHexOf(const ASN1_INTEGER* serial);
// Null unless SerialHexOf() gives back `hex`.
Asn1Integer SerialOf(std::string_view hex);

}  // namespace sijill::pki
