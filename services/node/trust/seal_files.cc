// SPDX-License-Identifier: Apache-2.0
#include "services/node/trust/seal_files.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/event/header.h"
#include "common/pki/certificate.h"
#include "common/pki/spiffe_id.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::node {
namespace {

constexpr char kWhat[] = "/sijilld/EndorseSeals";

absl::Status Wrong(const std::string& path, std::string_view what) {
  return absl::InvalidArgumentError(base::StrCat(path, ": ", what));
}

absl::Status ReadPair(const std::string& stem, const base::AgencyName& agency,
                      SealFiles& seals) {
  ASSIGN_OR_RETURN(const std::string key_pem,
                   config::ReadSecretFile(stem + ".key"));
  ASSIGN_OR_RETURN(const std::string pem, config::ReadFile(stem + ".pem"));
  auto key = crypto::PrivateKey::FromPem(key_pem);
  if (!key.ok()) return Wrong(stem + ".key", "no P-256 key");
  const auto certificate = pki::Certificate::FromPem(pem);
  if (!certificate.ok() || certificate->uris().size() != 1) {
    return Wrong(stem + ".pem", "no seal's certificate");
  }
  const auto id = pki::SpiffeId::Parse(certificate->uris().front());
  if (!id.ok() || id->kind() != pki::SpiffeId::Kind::kSeal ||
      id->agency() != agency) {
    return Wrong(stem + ".pem", "not a seal of this agency");
  }
  if (certificate->public_key() != key->public_key()) {
    return Wrong(stem + ".key", "not the key of the certificate beside it");
  }
  seals.certificates[agency] = certificate->der();
  seals.keys.Set(agency, std::make_shared<crypto::KeySigner>(*std::move(key)));
  return absl::OkStatus();
}

casefile::Proposal Endorsement(const base::DomainName& domain,
                               const base::AgencyName& agency,
                               const std::string& certificate) {
  v1::KeyEndorsed endorsed;
  endorsed.set_agency(agency.str());
  endorsed.set_certificate(certificate);
  return {.stream = base::StreamName::ForNode(domain),
          .author = base::AgencyName::Node(domain),
          .audience = {std::string(event::kEveryone)},
          .kind = v1::EVENT_KIND_KEY_ENDORSED,
          .parts = {endorsed.SerializeAsString()}};
}

}  // namespace

absl::StatusOr<SealFiles> ReadSealFiles(const std::string& directory,
                                        const base::DomainName& domain) {
  SealFiles seals;
  std::error_code error;
  for (const auto& file :
       std::filesystem::directory_iterator(directory, error)) {
    if (file.path().extension() != ".key") continue;
    const std::string name = file.path().stem().string();
    const auto agency =
        base::AgencyName::Parse(base::StrCat(domain.str(), "/agencies/", name));
    if (!agency.ok()) return Wrong(file.path().string(), "no agency's name");
    RETURN_IF_ERROR(
        ReadPair((file.path().parent_path() / name).string(), *agency, seals));
  }
  if (seals.keys.Find(base::AgencyName::Node(domain)) == nullptr) {
    return Wrong(directory + "/node.key", "the node's own seal is needed");
  }
  return seals;
}

absl::Status EndorseSeals(casefile::Casefile& casefile,
                          const SealFiles& seals) {
  const auto known = casefile.keys();
  const base::AgencyName node = base::AgencyName::Node(casefile.domain());
  std::vector<casefile::Proposal> endorsements;
  std::string request;
  for (const auto& [agency, signer] : seals.keys.all()) {
    const base::Hash id = signer->public_key().id();
    if (known->Find(agency, id) != nullptr) continue;
    auto endorsement =
        Endorsement(casefile.domain(), agency, seals.certificates.at(agency));
    endorsements.insert(
        agency == node ? endorsements.begin() : endorsements.end(),
        std::move(endorsement));
    request += id.view();
  }
  if (endorsements.empty()) return absl::OkStatus();
  return casefile
      .Propose(
          {.agency = node,
           .request_id = base::Sha256({kWhat, request}).str().substr(0, 16),
           .request_hmac = casefile.RequestHmac(kWhat, request),
           .proposals = std::move(endorsements)})
      .status();
}

}  // namespace sijill::node
