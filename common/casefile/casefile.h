// SPDX-License-Identifier: Apache-2.0
// Casefile: the one door through which services reach the node's events.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/casefile/command_submission.h"
#include "common/casefile/delivery.h"
#include "common/casefile/import_submission.h"
#include "common/casefile/key_directory.h"
#include "common/casefile/proposal.h"
#include "common/casefile/stream_heads.h"
#include "common/casefile/stream_view.h"
#include "common/ledger/ledger.h"

namespace sijill::casefile {

// The name of a case before it is opened.
struct OpeningName {
  base::Hash random;
  base::StreamName stream;
};

// Propose, Load, Tail, Prove, Import. Safe to use from several threads; calls
// that wait for the disk block, so they never run on a transport's own thread.
class Casefile : private ledger::CommitHook {
 public:
  struct Options {
    std::string exchange;
    base::DomainName domain;
    KindTable kinds;
    SealCertificateCheck check_certificate;
    std::string request_key;  // 32 secret bytes of this node
    ledger::LogSigner shared_signer;
    ledger::LogSigner own_signer;
    std::string released_path;
    std::function<void(const std::string&)> on_fatal;
    ledger::Sequencer::Limits limits;
  };

  // Checks the store and starts (Ledger::Open()). Everything named outlives
  // the casefile. DATA_LOSS: refuses to serve, nothing was changed.
  static absl::StatusOr<std::unique_ptr<Casefile>> Open(
      storage::Store& store, content::KeyStore& keys, const SealKeys& seals,
      Draws& draws, const time::Clock& clock, Options options);

  // What stands for a request, so that its repetition is known.
  base::Hash RequestHmac(std::string_view method,
                         std::string_view request) const;

  // The random and the stream of the case that this request opens: the same
  // for a repetition, and known to nobody without the node's request key.
  OpeningName NameOpening(const base::AgencyName& agency,
                          std::string_view request_id) const;

  // The receipt of a request that was carried out, or nothing if it was not.
  // ALREADY_EXISTS if the id was used with other content.
  absl::StatusOr<std::optional<Receipt>> Known(
      const base::AgencyName& agency, std::string_view request_id,
      const base::Hash& request_hmac) const;

  // Writes the command's events, durably, before it returns. Errors as
  // CommandSubmission; ABORTED means load and decide again.
  absl::StatusOr<Receipt> Propose(Command command);

  // The stream as it is now. See StreamReader::Load().
  absl::StatusOr<StreamView> Load(const base::StreamName& stream, Scope scope,
                                  const PartFilter& filter = EveryPart) const;
  absl::StatusOr<HeldEvent> Event(ledger::LogKind log, const base::Hash& id,
                                  const PartFilter& filter) const;

  // The streams as they are now, fixed.
  class StreamsView {
   public:
    StreamsView(std::unique_ptr<storage::Reader> snapshot,
                content::KeyStore& keys, const base::DomainName& domain)
        : snapshot_(std::move(snapshot)), reader_(*snapshot_, keys, domain) {}
    const StreamReader* operator->() const { return &reader_; }
    const StreamReader& operator*() const { return reader_; }

   private:
    const std::unique_ptr<storage::Reader> snapshot_;
    const StreamReader reader_;
  };
  StreamsView Streams() const;

  // A log as it is now, fixed: entries, proofs, tiles.
  class LogView {
   public:
    LogView(std::unique_ptr<storage::Reader> snapshot, ledger::LogKind log)
        : snapshot_(std::move(snapshot)), reader_(*snapshot_, log) {}
    const ledger::LogReader* operator->() const { return &reader_; }
    const ledger::LogReader& operator*() const { return reader_; }

   private:
    const std::unique_ptr<storage::Reader> snapshot_;
    const ledger::LogReader reader_;
  };
  LogView Log(ledger::LogKind log) const;
  const ledger::LogSigner& signer(ledger::LogKind log) const {
    return ledger_->signer(log);
  }
  uint64_t term() const { return ledger_->term(); }
  // Commands and imports that wait for the sequencer.
  size_t waiting() const { return ledger_->waiting(); }

  // Takes what a peer delivered: checked, then written in one commit. As
  // CheckDelivery() and ImportSubmission; refusals of single events are in the
  // answer. Deliveries of one peer are taken one after the other. ABORTED also
  // if the delivery begins behind the position that we hold.
  absl::StatusOr<ImportAnswer> Import(const Peer& peer,
                                      const Delivery& delivery);

  absl::StatusOr<PeerState> PositionOf(const base::DomainName& peer) const;

  // The cases of which anything is held, with their guard versions.
  absl::StatusOr<std::map<base::StreamName, uint64_t>> CaseVersions() const;

  // The version of what the registry holds; see ReadSet.
  absl::StatusOr<uint64_t> RegistryVersion() const;

  // The keys that agencies may seal with, as they are now. Never null. Shared:
  // a delivery is checked against the keys it began with.
  std::shared_ptr<const KeyDirectory> keys() const ABSL_LOCKS_EXCLUDED(mu_);

  // Called after each commit, with what it wrote, on the sequencer's thread:
  // must not block. Set once, before the first command.
  void SetListener(std::function<void(const std::vector<EventPlace>&)> listener)
      ABSL_LOCKS_EXCLUDED(mu_);

  const base::DomainName& domain() const { return node_.domain; }
  const std::string& exchange() const { return node_.exchange; }

 private:
  Casefile(storage::Store& store, content::KeyStore& keys,
           const SealKeys& seals, Draws& draws, const Options& options);

  absl::Status BeforeCommit(ledger::Batch& batch) override;
  uint64_t position() const override { return keys_store_.position(); }

  absl::StatusOr<base::Hash> Rehash(std::string_view locator) const;
  bool MaySeal(const base::AgencyName& agency, const base::Hash& key_id) const
      ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status CheckKeyStore() const;
  base::Mutex& ImportLockOf(const base::DomainName& peer)
      ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status LoadKeys() ABSL_LOCKS_EXCLUDED(mu_);
  void Written(const std::vector<EventPlace>& places) ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status NoteKeyEvent(const base::Hash& id, KeyDirectory& keys) const;
  void SetKeys(KeyDirectory keys) ABSL_LOCKS_EXCLUDED(mu_);

  storage::Store& store_;
  content::KeyStore& keys_store_;
  const NodeParts node_;
  const std::string request_key_;
  const SealCertificateCheck check_certificate_;
  RequestRecords records_;

  // Guards the keys known, the listener and the map of import locks.
  mutable base::Mutex mu_;
  // Once started, changed by the sequencer's thread alone; always as a whole.
  std::shared_ptr<const KeyDirectory> directory_ ABSL_GUARDED_BY(mu_) =
      std::make_shared<const KeyDirectory>();
  std::function<void(const std::vector<EventPlace>&)> listener_
      ABSL_GUARDED_BY(mu_);

  // One for each peer: what a delivery is checked against (position, keys) and
  // what its commit leaves of it are one step.
  std::map<base::DomainName, base::Mutex> imports_ ABSL_GUARDED_BY(mu_);

  std::unique_ptr<ledger::Ledger> ledger_;  // last: its thread uses the rest
};

}  // namespace sijill::casefile
