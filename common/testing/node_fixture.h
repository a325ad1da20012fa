// SPDX-License-Identifier: Apache-2.0
// A node in the test's process, from its stores up to its casefile: its disk
// in memory, its keys derived from its name, its clock the test's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/casefile/casefile.h"
#include "common/casefile/check/store_check.h"
#include "common/casefile/seal_keys.h"
#include "common/content/key_store.h"
#include "common/crypto/p256.h"
#include "common/storage/store.h"
#include "common/testing/named_draws.h"
#include "common/time/clock.h"

namespace sijill::testing {

inline constexpr char kExchange[] = "training.example";

// The authority of the tests: a "certificate" is the key's 91 bytes, with any
// chain, for any agency.
absl::StatusOr<crypto::PublicKey> CertifiedKey(
    const base::AgencyName& agency, std::string_view certificate,
    const std::vector<std::string>& chain, absl::Time at);

struct NodeOptions {
  std::string domain = "north.example";
  std::vector<std::string> agencies = {"interior", "protection"};
  uint64_t seed = 1;
  // Empty: a disk in memory. Otherwise the machine's, in this directory.
  std::string directory;
  // With `directory`: what stands before the machine's file system, if any.
  rocksdb::Env* env = nullptr;
  ledger::Sequencer::Limits limits;
};

// Start() on what an earlier Stop() left is a restart. Not for several threads,
// except for what casefile() gives.
class NodeFixture {
 public:
  // `clock` outlives this.
  NodeFixture(NodeOptions options, const time::Clock& clock);
  ~NodeFixture();

  // Opens stores and casefile; the first time also writes KeyEndorsed for the
  // agency `node` and for every agency, in one command.
  absl::Status Start();
  // Opens them and writes nothing.
  absl::Status Open();
  void Stop();
  absl::Status Restart();

  casefile::Casefile& casefile() { return *casefile_; }
  // The stores, while the node runs or after OpenStores().
  storage::Store& store() { return *store_; }
  storage::Store& key_database() { return *key_database_; }
  content::KeyStore& keys() { return *keys_; }
  casefile::SealKeys& seals() { return seals_; }
  // The stores alone, without a casefile over them.
  absl::Status OpenStores();

  const base::DomainName& domain() const { return domain_; }
  base::AgencyName Agency(std::string_view name) const;
  base::AgencyName NodeAgency() const;
  // The key that seals for the agency, whether it does or not.
  std::shared_ptr<const crypto::Signer> SignerOf(
      const base::AgencyName& agency, std::string_view generation = "1") const;
  ledger::LogSigner LogSignerOf(ledger::LogKind log) const;
  // What others know of this node.
  casefile::Peer AsPeer() const;
  // What an auditor with this node's keys is given.
  casefile::StoreCheckOptions CheckOptions();
  // What the auditor finds in the store as it is now: nothing, or each finding
  // on a line.
  std::string Findings();
  const std::string& released_path() const { return released_path_; }
  // Why the casefile ended its process; empty if it did not.
  std::string fatal() const ABSL_LOCKS_EXCLUDED(mu_);

  // KeyEndorsed for the agency's signer.
  casefile::Proposal Endorsement(const base::AgencyName& agency,
                                 const crypto::PublicKey& key) const;
  // A command without a read set. `request` stands for the request: the same
  // text is the same request.
  casefile::Command CommandOf(std::vector<casefile::Proposal> proposals,
                              std::string_view request) const;
  absl::StatusOr<casefile::Receipt> Propose(
      std::vector<casefile::Proposal> proposals, std::string_view request);

 private:
  const NodeOptions options_;
  const base::DomainName domain_;
  const time::Clock& clock_;
  NamedDraws draws_;
  const std::string released_path_;
  casefile::SealKeys seals_;
  const std::unique_ptr<rocksdb::Env> memory_;

  // Written by the sequencer's thread.
  mutable base::Mutex mu_;
  std::string fatal_ ABSL_GUARDED_BY(mu_);

  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::Store> key_database_;
  std::unique_ptr<content::KeyStore> keys_;
  std::unique_ptr<casefile::Casefile> casefile_;
};

}  // namespace sijill::testing
