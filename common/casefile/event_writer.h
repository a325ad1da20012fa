// SPDX-License-Identifier: Apache-2.0
// Turns proposals into events: gives each its place in its lane and its time,
// serialises the header once, seals it, encrypts its content.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/names.h"
#include "common/casefile/delivery.h"
#include "common/casefile/draws.h"
#include "common/casefile/lanes.h"
#include "common/casefile/proposal.h"
#include "common/casefile/seal_keys.h"
#include "common/content/key_store.h"
#include "common/event/content.h"
#include "common/event/signed_header.h"
#include "common/ledger/batch.h"

namespace sijill::casefile {

// Whether the key `key_id` may seal for `agency` now, as the `nodes` stream
// tells. Safe to call from the sequencer's thread.
using SealPermission = std::function<bool(const base::AgencyName& agency,
                                          const base::Hash& key_id)>;

// What every write needs of the node. All outlive the writers.
struct NodeParts {
  std::string exchange;
  base::DomainName domain;
  content::KeyStore& keys;
  const SealKeys& seals;
  Draws& draws;
  KindTable kinds;
  SealPermission may_seal;
  // A copy of what `may_seal` is asked of, and what judges certificates.
  std::function<KeyDirectory()> known_keys;
  SealCertificateCheck check_certificate;
};

// An event with its bytes made, not yet in the batch.
struct PreparedEvent {
  event::Header header;
  std::string signed_header;
  base::Hash id;
  ledger::LogKind log = ledger::LogKind::kShared;
  KindRule rule;
  event::DataKeyId data_key;
  std::vector<base::Hash> commitments;
  // Encrypted; nothing where the part is withheld.
  std::vector<std::optional<std::string>> stored_parts;
  std::optional<uint64_t> author_index;  // of an imported event
};

// Gathers the events of one submission, then puts them all. Lives for one
// Stage() call, on the sequencer's thread.
class EventWriter {
 public:
  EventWriter(const NodeParts& node, ledger::Batch& batch)
      : node_(node), batch_(batch), lanes_(batch) {}
  // What was prepared and not applied leaves nothing behind.
  ~EventWriter();
  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  // Prepares an event of our own. `name` names its draws. INVALID_ARGUMENT if
  // the proposal breaks a rule of the format, its kind is not listed, or its
  // author may not write it there for this audience; FAILED_PRECONDITION if no
  // key seals for its author, or one that peers would not believe. The batch is
  // untouched.
  absl::Status Prepare(const Proposal& proposal, std::string_view name);

  // Prepares an event that came from its author's node, verified, whose lane
  // must continue at it: FAILED_PRECONDITION with "GAP" or "FORK" otherwise,
  // with "MIXED_SEAL" if its seal also stands on an event of another lane's
  // author or audience.
  absl::Status PrepareImported(const event::ParsedEvent& event,
                               std::string_view signed_header,
                               std::span<const event::WirePart> parts,
                               uint64_t author_index, std::string_view name);

  // The SignedHeader of an event that was prepared, or nothing.
  const std::string* FindPrepared(const base::Hash& id) const;

  // Puts everything that was prepared and says where it stands.
  std::vector<EventPlace> Apply();

 private:
  absl::StatusOr<event::Header> MakeHeader(const Proposal& proposal,
                                           const store::v1::LaneHead& head,
                                           std::string_view name);
  absl::Status StoreContent(PreparedEvent& prepared,
                            std::span<const event::WirePart> parts,
                            std::string_view name, store::v1::LaneHead& head);
  absl::Status CheckProposal(const Proposal& proposal,
                             const KindRule& rule) const;
  absl::Status CheckSealBatch(const event::ParsedEvent& event) const;
  absl::Status CheckKey(const Proposal& proposal, const event::Header& header);
  EventPlace Put(const PreparedEvent& prepared);
  void PutStored(const PreparedEvent& prepared, uint64_t index);
  bool RaisesGuard(const PreparedEvent& prepared) const;
  void RaiseGuard(const base::StreamName& stream);

  const NodeParts& node_;
  ledger::Batch& batch_;
  LaneHeads lanes_;
  std::vector<PreparedEvent> prepared_;
  // Seals of several events that were prepared, and the lanes they are for.
  std::map<base::FixedBytes<64>, base::Hash> seals_;
  std::vector<event::DataKeyId> new_keys_;
  // The keys as the prepared events leave them, if any of those changes them.
  std::optional<KeyDirectory> keys_;
};

// The version of `stream` that guards compare; 0 if nothing raised it yet.
absl::StatusOr<uint64_t> GuardVersion(const ledger::Batch& batch,
                                      const base::StreamName& stream);

}  // namespace sijill::casefile
