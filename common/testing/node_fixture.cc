// SPDX-License-Identifier: Apache-2.0
#include "common/testing/node_fixture.h"

#include <rocksdb/env.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/event/derived.h"
#include "common/testing/rfc6979_signer.h"
#include "common/testing/v1_kinds.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::testing {
namespace {

std::string ReleasedPath(const NodeOptions& options) {
  if (!options.directory.empty()) {
    return base::StrCat(options.directory, "/released");
  }
  static std::atomic<int> count{0};
  return (std::filesystem::temp_directory_path() /
          base::StrCat("sijill_released_", getpid(), "_", count++))
      .string();
}

// Secrets of a test node are digests of what they are for.
std::string SecretOf(const base::DomainName& domain, std::string_view what) {
  return base::Sha256({domain.str(), "/", what}).str();
}

}  // namespace

absl::StatusOr<crypto::PublicKey> CertifiedKey(const base::AgencyName&,
                                               std::string_view certificate,
                                               const std::vector<std::string>&,
                                               absl::Time) {
  return crypto::PublicKey::FromSpki(certificate);
}

NodeFixture::NodeFixture(NodeOptions options, const time::Clock& clock)
    : options_(std::move(options)),
      domain_(*base::DomainName::Parse(options_.domain)),
      clock_(clock),
      draws_(options_.seed),
      released_path_(ReleasedPath(options_)),
      memory_(options_.directory.empty()
                  ? rocksdb::NewMemEnv(rocksdb::Env::Default())
                  : nullptr) {
  for (const std::string& name : options_.agencies) {
    seals_.Set(Agency(name), SignerOf(Agency(name)));
  }
  seals_.Set(NodeAgency(), SignerOf(NodeAgency()));
}

NodeFixture::~NodeFixture() {
  Stop();
  if (options_.directory.empty()) std::filesystem::remove(released_path_);
}

base::AgencyName NodeFixture::Agency(std::string_view name) const {
  return *base::AgencyName::Parse(
      base::StrCat(domain_.str(), "/agencies/", name));
}

base::AgencyName NodeFixture::NodeAgency() const {
  return base::AgencyName::Node(domain_);
}

std::shared_ptr<const crypto::Signer> NodeFixture::SignerOf(
    const base::AgencyName& agency, std::string_view generation) const {
  return std::make_shared<Rfc6979Signer>(
      SecretOf(domain_, base::StrCat(agency.str(), "/seal/", generation)));
}

ledger::LogSigner NodeFixture::LogSignerOf(ledger::LogKind log) const {
  const bool shared = log == ledger::LogKind::kShared;
  return {event::LogOrigin(
              domain_, kExchange,
              shared ? event::NodeLog::kShared : event::NodeLog::kOwn, 1),
          *crypto::Ed25519PrivateKey::FromSeed(
              SecretOf(domain_, shared ? "shared log" : "own log"))};
}

casefile::Peer NodeFixture::AsPeer() const {
  const ledger::LogSigner signer = LogSignerOf(ledger::LogKind::kShared);
  return {.domain = domain_,
          .log_origin = signer.origin(),
          .log_key = signer.public_key()};
}

casefile::StoreCheckOptions NodeFixture::CheckOptions() {
  const auto shared = LogSignerOf(ledger::LogKind::kShared);
  const auto own = LogSignerOf(ledger::LogKind::kOwn);
  return {.shared_log = casefile::KnownLog{.origin = shared.origin(),
                                           .key = shared.public_key()},
          .own_log = casefile::KnownLog{.origin = own.origin(),
                                        .key = own.public_key()},
          .keys = keys_.get(),
          .check_certificate = CertifiedKey};
}

std::string NodeFixture::Findings() {
  const auto snapshot = store_->Snapshot();
  const auto report = casefile::CheckStore(*snapshot, CheckOptions());
  if (!report.ok()) return report.status().ToString();
  std::string text;
  for (const casefile::StoreFinding& finding : report->findings) {
    text += casefile::Describe(finding) + "\n";
  }
  return text;
}

std::string NodeFixture::fatal() const {
  const base::MutexLock lock(mu_);
  return fatal_;
}

absl::Status NodeFixture::OpenStores() {
  Stop();
  rocksdb::Env* env = memory_ ? memory_.get() : options_.env;
  ASSIGN_OR_RETURN(
      store_, storage::Store::Open(base::StrCat(options_.directory, "/store"),
                                   {.env = env}));
  ASSIGN_OR_RETURN(key_database_, storage::Store::Open(
                                      base::StrCat(options_.directory, "/keys"),
                                      {.env = env}));
  ASSIGN_OR_RETURN(auto wrapping, crypto::DataKey::FromBytes(
                                      SecretOf(domain_, "wrapping key")));
  ASSIGN_OR_RETURN(
      keys_, content::KeyStore::Open(*key_database_, std::move(wrapping)));
  return absl::OkStatus();
}

absl::Status NodeFixture::Open() {
  RETURN_IF_ERROR(OpenStores());
  ASSIGN_OR_RETURN(casefile_,
                   casefile::Casefile::Open(
                       *store_, *keys_, seals_, draws_, clock_,
                       {.exchange = kExchange,
                        .domain = domain_,
                        .kinds = V1Kinds(),
                        .check_certificate = CertifiedKey,
                        .request_key = SecretOf(domain_, "request key"),
                        .shared_signer = LogSignerOf(ledger::LogKind::kShared),
                        .own_signer = LogSignerOf(ledger::LogKind::kOwn),
                        .released_path = released_path_,
                        .on_fatal =
                            [this](const std::string& why) {
                              const base::MutexLock lock(mu_);
                              fatal_ = why;
                            },
                        .limits = options_.limits}));
  return absl::OkStatus();
}

absl::Status NodeFixture::Start() {
  RETURN_IF_ERROR(Open());
  ASSIGN_OR_RETURN(const uint64_t size,
                   casefile_->Log(ledger::LogKind::kShared)->Size());
  if (size > 0) return absl::OkStatus();
  // The node's own key first: it seals the rest.
  std::vector<casefile::Proposal> endorsements = {
      Endorsement(NodeAgency(), SignerOf(NodeAgency())->public_key())};
  for (const std::string& name : options_.agencies) {
    endorsements.push_back(
        Endorsement(Agency(name), SignerOf(Agency(name))->public_key()));
  }
  return Propose(std::move(endorsements), "first start").status();
}

void NodeFixture::Stop() {
  casefile_.reset();
  keys_.reset();
  key_database_.reset();
  store_.reset();
}

absl::Status NodeFixture::Restart() {
  Stop();
  return Start();
}

casefile::Proposal NodeFixture::Endorsement(
    const base::AgencyName& agency, const crypto::PublicKey& key) const {
  v1::KeyEndorsed endorsed;
  endorsed.set_agency(agency.str());
  endorsed.set_certificate(key.spki());
  return {.stream = base::StreamName::ForNode(domain_),
          .author = NodeAgency(),
          .audience = {"*"},
          .kind = v1::EVENT_KIND_KEY_ENDORSED,
          .parts = {endorsed.SerializeAsString()}};
}

casefile::Command NodeFixture::CommandOf(
    std::vector<casefile::Proposal> proposals, std::string_view request) const {
  const base::AgencyName agency =
      proposals.empty() ? NodeAgency() : proposals.front().author;
  return {.agency = agency,
          .request_id = base::Sha256({request}).str().substr(0, 16),
          .request_hmac = casefile_->RequestHmac("/test", request),
          .proposals = std::move(proposals)};
}

absl::StatusOr<casefile::Receipt> NodeFixture::Propose(
    std::vector<casefile::Proposal> proposals, std::string_view request) {
  return casefile_->Propose(CommandOf(std::move(proposals), request));
}

}  // namespace sijill::testing
