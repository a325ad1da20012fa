// SPDX-License-Identifier: Apache-2.0
#include "services/node/node.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/config/peer_file.h"
#include "common/merkle/verifier_key.h"
#include "services/exchange/projection/own_log.h"
#include "services/node/config/secrets.h"
#include "services/node/facts.h"
#include "services/node/kinds.h"
#include "services/node/methods.h"
#include "services/node/rule_files.h"
#include "services/node/trust/node_certificate.h"
#include "services/registry/rpc/bootstrap.h"

namespace sijill::node {
namespace {

absl::StatusOr<exchange::PeerLink> LinkOf(const config::PeerFile& file) {
  ASSIGN_OR_RETURN(const auto domain, base::DomainName::Parse(file.domain));
  ASSIGN_OR_RETURN(const auto key,
                   merkle::ParseVerifierKey(file.shared_log_vkey));
  return exchange::PeerLink{
      .peer = {.domain = domain, .log_origin = key.name, .log_key = key.key},
      .address = file.address};
}

void Warn(observe::Log& log, const base::DomainName& domain,
          const absl::Status& status) {
  log.Write(observe::Level::kError, "trust_not_loaded",
            {{"domain", observe::Public(domain.str())},
             {"why", observe::Public(std::string(status.message()))}});
}

}  // namespace

Node::Node(const NodeConfig& config, const rpc::Surroundings& around,
           Options options)
    : config_(config),
      around_(around),
      options_(std::move(options)),
      clock_(config.clock_offset),
      identity_(config.directory + "/tls"),
      trust_(std::make_shared<rpc::LiveTrust>(pki::TrustStore())),
      seal_certificates_(trust_, IsTraining(config) ? EventTime::kSimulated
                                                    : EventTime::kBinding),
      draws_(around.random) {}

absl::StatusOr<std::unique_ptr<Node>> Node::Start(
    const NodeConfig& config, const rpc::Surroundings& around,
    Options options) {
  std::unique_ptr<Node> node(new Node(config, around, std::move(options)));
  RETURN_IF_ERROR(node->LoadPeers());
  node->LoadTrust();
  ASSIGN_OR_RETURN(node->seals_, ReadSealFiles(config.seals, config.domain));
  RETURN_IF_ERROR(node->InstallIdentity());
  RETURN_IF_ERROR(node->OpenStores());
  RETURN_IF_ERROR(node->OpenCasefile());
  RETURN_IF_ERROR(exchange::CheckSeenOfUs(*node->casefile_, *node->evidence_));
  RETURN_IF_ERROR(node->FirstStart());
  // First: whoever is served may ask how the peers are doing.
  node->MakeOutbox();
  RETURN_IF_ERROR(node->Serve());
  node->Deliver();
  return node;
}

Node::~Node() {
  server_.reset();
  // No commit wakes an outbox that is gone.
  if (casefile_ != nullptr) casefile_->SetListener(nullptr);
  outbox_.reset();
}

absl::Status Node::LoadPeers() {
  ASSIGN_OR_RETURN(const auto files, config::ReadPeerFiles(config_.peers));
  std::vector<exchange::PeerLink> links;
  std::vector<RootFiles> roots = {
      {.domain = config_.domain, .root = config_.root, .crl = config_.crl}};
  for (const config::PeerFile& file : files) {
    ASSIGN_OR_RETURN(exchange::PeerLink link, LinkOf(file));
    if (link.peer.domain == config_.domain) {
      return absl::InvalidArgumentError(
          base::StrCat(config_.peers, ": a node is no peer of its own domain"));
    }
    roots.push_back(
        {.domain = link.peer.domain, .root = file.root_pem, .crl = file.crl});
    links.push_back(std::move(link));
  }
  roots_ = std::move(roots);
  peers_.Replace(std::move(links));
  return absl::OkStatus();
}

void Node::LoadTrust() {
  LoadedTrust loaded = trust_files_.Load(roots_, around_.clock.Now());
  for (const auto& [domain, why] : loaded.problems) {
    Warn(around_.log, domain, why);
  }
  trust_->Replace(std::move(loaded.store));
}

absl::Status Node::InstallIdentity() {
  const std::string directory = config_.directory + "/tls";
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  std::filesystem::permissions(directory, std::filesystem::perms::owner_all,
                               error);
  ASSIGN_OR_RETURN(std::string certificate,
                   config::ReadFile(config_.certificate));
  RETURN_IF_ERROR(CheckNodeCertificate(certificate, config_.domain));
  ASSIGN_OR_RETURN(std::string key, config::ReadSecretFile(config_.key));
  rpc::Identity identity{.certificate_pem = std::move(certificate),
                         .private_key_pem = std::move(key)};
  const auto current = identity_.Load();
  if (current.ok() && current->certificate_pem == identity.certificate_pem &&
      current->private_key_pem == identity.private_key_pem) {
    return absl::OkStatus();
  }
  return identity_.Install(identity, around_.clock.Now());
}

absl::Status Node::OpenStores() {
  const std::string& directory = config_.directory;
  ASSIGN_OR_RETURN(store_, storage::Store::Open(directory + "/store", {}));
  ASSIGN_OR_RETURN(key_database_,
                   storage::Store::Open(directory + "/keys", {}));
  ASSIGN_OR_RETURN(evidence_store_,
                   storage::Store::Open(directory + "/evidence", {}));
  evidence_ = std::make_unique<exchange::Evidence>(*evidence_store_);
  return absl::OkStatus();
}

absl::Status Node::OpenCasefile() {
  ASSIGN_OR_RETURN(
      Secrets secrets,
      ReadSecrets(config_.directory, config_.domain, config_.exchange));
  ASSIGN_OR_RETURN(keys_, content::KeyStore::Open(
                              *key_database_, std::move(secrets.wrapping_key)));
  casefile::Casefile::Options options{
      .exchange = config_.exchange,
      .domain = config_.domain,
      .kinds = KindsOfTheContract(),
      .check_certificate =
          [this](const base::AgencyName& agency, std::string_view certificate,
                 const std::vector<std::string>& chain, absl::Time at) {
            return seal_certificates_.KeyOf(agency, certificate, chain, at);
          },
      .request_key = std::move(secrets.request_key),
      .shared_signer = std::move(secrets.shared_log),
      .own_signer = std::move(secrets.own_log),
      .released_path = config_.directory + "/released",
      .on_fatal = options_.on_fatal};
  ASSIGN_OR_RETURN(
      casefile_, casefile::Casefile::Open(*store_, *keys_, seals_.keys, draws_,
                                          clock_, std::move(options)));
  seal_certificates_.Started();
  return absl::OkStatus();
}

absl::Status Node::FirstStart() {
  RETURN_IF_ERROR(EndorseSeals(*casefile_, seals_));
  registry_ = std::make_unique<registry::RegistryProjection>(*casefile_);
  const auto first = config::ReadFile(config_.registry);
  if (first.ok()) {
    const absl::Status entered =
        registry::Bootstrap(*casefile_, *registry_->Current(), *first);
    if (absl::IsInvalidArgument(entered)) {
      return absl::InvalidArgumentError(
          base::StrCat(config_.registry, ": ", std::string(entered.message())));
    }
    RETURN_IF_ERROR(entered);
  } else if (!absl::IsNotFound(first.status())) {
    return first.status();
  }
  ASSIGN_OR_RETURN(const auto files, ReadRuleFiles(config_.rules));
  ASSIGN_OR_RETURN(book_, registry::LoadRules(*casefile_, files));
  office_.emplace(command::Office{
      .casefile = *casefile_,
      .clock = clock_,
      .random = around_.random,
      .directory = *registry_,
      .book = book_,
      .cases = cases_,
      .unconfirmed = [this] { return IsUnconfirmed(outbox_->statuses()); }});
  return absl::OkStatus();
}

void Node::MakeOutbox() {
  outbox_ = std::make_unique<exchange::Outbox>(
      exchange::CourierParts{.casefile = *casefile_,
                             .evidence = *evidence_,
                             .random = around_.random,
                             .clock = around_.clock,
                             .log = around_.log,
                             .on_fatal = options_.on_fatal,
                             .backoff = options_.backoff},
      [this](const exchange::PeerLink& link) {
        return rpc::Client::Create({.target = link.address,
                                    .server_domain = link.peer.domain,
                                    .identity = identity_},
                                   trust_, around_.clock);
      });
}

void Node::Deliver() {
  casefile_->SetListener([this](const std::vector<casefile::EventPlace>& all) {
    const bool shared = std::ranges::any_of(all, [](const auto& place) {
      return place.log == ledger::LogKind::kShared;
    });
    if (shared) outbox_->Wake();
  });
  outbox_->SetPeers(peers_.all());
}

absl::Status Node::Serve() {
  authorizer_ =
      std::make_unique<DutyAuthorizer>(config_.domain, *registry_, peers_);
  rpc::MethodTable methods;
  AddMethods(
      {.office = *office_,
       .peers = peers_,
       .quota = quota_,
       .evidence = *evidence_,
       .log = around_.log,
       .facts = [this] { return Facts(); },
       .heard = [this](const base::DomainName& peer) { outbox_->Heard(peer); }},
      methods);
  rpc::ServerOptions options{.listener = {.address = config_.listen_address,
                                          .port = config_.listen_port},
                             .identity = identity_};
  ASSIGN_OR_RETURN(server_,
                   rpc::Server::Start(std::move(options), std::move(methods),
                                      trust_, *authorizer_, around_));
  return absl::OkStatus();
}

exchange::NodeFacts Node::Facts() const {
  return GatherFacts(config_.domain, identity_, *trust_->store(), peers_.all(),
                     outbox_->statuses());
}

void Node::Reload() {
  const absl::Status peers = LoadPeers();
  if (!peers.ok()) Warn(around_.log, config_.domain, peers);
  LoadTrust();
  const absl::Status identity = InstallIdentity();
  if (!identity.ok()) Warn(around_.log, config_.domain, identity);
  outbox_->SetPeers(peers_.all());
  around_.log.Write(observe::Level::kInfo, "reloaded",
                    {{"peers", peers_.all().size()}});
}

std::vector<std::string> Node::WatchedFiles() const {
  std::vector<std::string> files = {config_.certificate, config_.key,
                                    config_.peers};
  for (const RootFiles& root : roots_) {
    files.push_back(root.root);
    files.push_back(root.crl);
  }
  std::error_code error;
  for (const auto& file :
       std::filesystem::directory_iterator(config_.peers, error)) {
    files.push_back(file.path().string());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace sijill::node
