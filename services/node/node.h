// SPDX-License-Identifier: Apache-2.0
// A node: every service over one casefile, in one process. It composes and
// decides nothing.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/casefile.h"
#include "common/command/case_cache.h"
#include "common/command/office.h"
#include "common/content/key_store.h"
#include "common/rpc/server.h"
#include "common/storage/store.h"
#include "common/time/clock.h"
#include "services/exchange/peers/peer_quota.h"
#include "services/exchange/peers/peer_table.h"
#include "services/exchange/projection/evidence.h"
#include "services/exchange/timer/outbox.h"
#include "services/node/authorizer.h"
#include "services/node/config/node_config.h"
#include "services/node/trust/seal_certificates.h"
#include "services/node/trust/seal_files.h"
#include "services/node/trust/trust_files.h"
#include "services/registry/projection/registry_projection.h"

namespace sijill::node {

class Node {
 public:
  struct Options {
    // Told once that the node must end: a commit failed, or a peer proves
    // that our log was set back. In a daemon it does not return.
    std::function<void(const std::string&)> on_fatal;
    exchange::Backoff::Bounds backoff;
  };

  // Opens the stores, writes what a first start writes (endorsements of the
  // seals, the first registry, the rules), serves and delivers. `around`
  // outlives the node; its clock is the machine's, by which certificates are
  // judged. INVALID_ARGUMENT names what is wrong with a file; DATA_LOSS: the
  // store is not the one whose answers left this node, by its own account or by
  // what a peer was found to hold, and it does not serve.
  static absl::StatusOr<std::unique_ptr<Node>> Start(
      const NodeConfig& config, const rpc::Surroundings& around,
      Options options);
  // As Drain() without patience.
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  uint16_t port() const { return server_->port(); }
  casefile::Casefile& casefile() { return *casefile_; }
  const command::Office& office() const { return *office_; }
  const exchange::Evidence& evidence() const { return *evidence_; }
  std::vector<exchange::CourierStatus> peers() const {
    return outbox_->statuses();
  }

  // Reads roots, revocation lists, peers and the node's certificate again.
  // What cannot be read stays as it was, but for a root, which then vouches for
  // nobody; the log says so. Revocations take effect on the next call. By one
  // thread at a time.
  void Reload();
  // The files that Reload() reads, as they are now.
  std::vector<std::string> WatchedFiles() const;

  // Says NOT_SERVING, finishes calls in flight for at most `patience`.
  void Drain(absl::Duration patience) { server_->Drain(patience); }

 private:
  Node(const NodeConfig& config, const rpc::Surroundings& around,
       Options options);

  absl::Status LoadPeers();
  void LoadTrust();
  absl::Status InstallIdentity();
  absl::Status OpenStores();
  absl::Status OpenCasefile();
  absl::Status FirstStart();
  absl::Status Serve();
  void MakeOutbox();
  void Deliver();
  exchange::NodeFacts Facts() const;

  const NodeConfig config_;
  const rpc::Surroundings around_;
  const Options options_;
  const time::OffsetClock clock_;  // of what is recorded and decided
  const rpc::IdentityDirectory identity_;
  std::vector<RootFiles> roots_;
  TrustFiles trust_files_;
  // Shared with gRPC, which lets go of credentials in its own time.
  const std::shared_ptr<rpc::LiveTrust> trust_;
  exchange::PeerTable peers_;
  exchange::PeerQuota quota_;
  SealCertificates seal_certificates_;
  SealFiles seals_;
  casefile::RandomDraws draws_;

  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::Store> key_database_;
  std::unique_ptr<storage::Store> evidence_store_;
  std::unique_ptr<content::KeyStore> keys_;
  std::unique_ptr<casefile::Casefile> casefile_;
  std::unique_ptr<exchange::Evidence> evidence_;
  std::unique_ptr<registry::RegistryProjection> registry_;
  decision::RuleBook book_;
  command::CaseCache cases_;
  std::optional<command::Office> office_;
  std::unique_ptr<DutyAuthorizer> authorizer_;
  std::unique_ptr<exchange::Outbox> outbox_;
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace sijill::node
