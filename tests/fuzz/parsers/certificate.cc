// SPDX-License-Identifier: Apache-2.0
#include "common/pki/certificate.h"

#include <string>

#include "common/base/sha256.h"
#include "common/pki/profile.h"
#include "common/pki/trust_store.h"
#include "common/pki/verify.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/domain_pki.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

// Whatever is believed is what the domain issued, byte for byte.
void CheckBelief(const pki::Certificate& certificate) {
  for (const pki::Purpose purpose :
       {pki::Purpose::kClient, pki::Purpose::kServer, pki::Purpose::kSeal}) {
    const auto peer =
        pki::VerifyPeer(certificate, Pki().trust, Pki().now, purpose);
    if (!peer.ok()) {
      return Require(absl::IsUnauthenticated(peer.status()) ||
                         absl::IsFailedPrecondition(peer.status()),
                     "who is not believed is told so");
    }
    Require(certificate.uris().size() == 1 &&
                certificate.uris().front() == peer->id.str(),
            "one URI says who it is");
    Require(Pki().IsIssued(certificate.der()),
            "only what was issued is believed");
  }
}

void CheckParts(const pki::Certificate& certificate, std::string_view der) {
  Require(certificate.der() == der, "a certificate is its bytes");
  Require(certificate.fingerprint() == base::Sha256({der}),
          "its fingerprint is over them");
  const std::string& serial = certificate.serial_hex();
  Require(!serial.empty() && serial.size() <= 40 && !serial.starts_with("00"),
          "its serial is one");
  const auto pem = pki::Certificate::FromPem(certificate.ToPem());
  Require(pem.ok() && pem->der() == der, "its PEM form is read");
  const auto domain = pki::DomainOfRoot(certificate);
  if (!domain.ok()) RequireInvalid(domain.status(), "it is no root");
}

}  // namespace

Inputs CertificateDerSeeds() { return Pki().certificates_der; }

void FuzzCertificateDer(std::string_view bytes) {
  const auto certificate = pki::Certificate::FromDer(bytes);
  if (!certificate.ok()) {
    return RequireInvalid(certificate.status(), "a certificate is refused");
  }
  CheckParts(*certificate, bytes);
  CheckBelief(*certificate);
}

Inputs CertificatePemSeeds() { return Pki().certificates_pem; }

void FuzzCertificatePem(std::string_view bytes) {
  const auto certificate = pki::Certificate::FromPem(bytes);
  pki::TrustStore trust;
  const auto root = trust.AddRoot(bytes);
  Require(certificate.ok() || !root.ok(), "a root is a certificate");
  if (!certificate.ok()) {
    return RequireInvalid(certificate.status(), "a certificate is refused");
  }
  CheckParts(*certificate, certificate->der());
  CheckBelief(*certificate);
}

}  // namespace sijill::fuzz
