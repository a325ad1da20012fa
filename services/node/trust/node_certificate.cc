// SPDX-License-Identifier: Apache-2.0
#include "services/node/trust/node_certificate.h"

#include "common/base/status_macros.h"
#include "common/pki/certificate.h"
#include "common/pki/profile.h"
#include "common/pki/spiffe_id.h"

namespace sijill::node {

absl::Status CheckNodeCertificate(std::string_view pem,
                                  const base::DomainName& domain) {
  ASSIGN_OR_RETURN(const auto certificate, pki::Certificate::FromPem(pem));
  const auto id = certificate.uris().size() == 1
                      ? pki::SpiffeId::Parse(certificate.uris().front())
                      : absl::InvalidArgumentError("several URIs, or none");
  if (!id.ok() || id->kind() != pki::SpiffeId::Kind::kNode ||
      id->domain() != domain) {
    return absl::InvalidArgumentError(
        "the certificate is not that of a node of this domain");
  }
  return absl::OkStatus();
}

}  // namespace sijill::node
