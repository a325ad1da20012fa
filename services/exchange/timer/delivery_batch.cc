// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/timer/delivery_batch.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/casefile/layout.h"
#include "common/event/header.h"
#include "services/exchange/domain/outward_parts.h"

namespace sijill::exchange {
namespace {

// A log's name and root, its signature and those of many witnesses.
constexpr size_t kMaxCheckpointBytes = 16384;
// Of a tree of at most 2^63 - 1 leaves (common/merkle/proof.h).
constexpr int kMaxProofNodes = 64;

bool IsHash(const std::string& bytes) {
  return bytes.size() == base::Hash::kSize;
}

// Written by an agency of ours, for the peer: nobody relays.
bool IsFor(const event::Header& header, const base::DomainName& us,
           const base::DomainName& peer) {
  if (header.author.domain() != us.str()) return false;
  return header.audience.front() == event::kEveryone ||
         std::ranges::find(header.audience, peer.str()) !=
             header.audience.end();
}

v1::EventDelivery ToDelivery(const casefile::HeldEvent& held) {
  v1::EventDelivery delivery;
  delivery.set_index(held.index);
  delivery.set_signed_header(held.signed_header);
  for (size_t i = 0; i < held.commitments.size(); ++i) {
    v1::EventPart& part = *delivery.add_event_parts();
    // Erased content is withheld as well: the commitment still proves it.
    if (IsOutward(held.event.header.kind, i) && i < held.parts.size() &&
        held.parts[i]) {
      part.mutable_opened()->set_salt(held.parts[i]->salt.str());
      part.mutable_opened()->set_content(held.parts[i]->bytes);
    } else {
      part.set_commitment(held.commitments[i].str());
    }
  }
  return delivery;
}

// One reading of the log into one batch.
class Gathering {
 public:
  Gathering(const casefile::Casefile& casefile, const base::DomainName& peer,
            const BatchLimits& limits)
      : casefile_(casefile), peer_(peer), limits_(limits) {}

  // Adds what stands at `entry` if it is for the peer; false if the batch is
  // full and it must wait.
  absl::StatusOr<bool> Take(const ledger::LogReader& log,
                            const ledger::LogEntry& entry,
                            DeliveryBatch& batch) {
    const auto located = casefile::ParseLocator(entry.locator);
    if (!located) return absl::DataLossError("an entry leads nowhere");
    // Content is opened for its audience alone.
    ASSIGN_OR_RETURN(
        const casefile::HeldEvent header,
        casefile_.Event(located->log, located->id, casefile::NoPart));
    if (!IsFor(header.event.header, casefile_.domain(), peer_)) return true;
    ASSIGN_OR_RETURN(const casefile::HeldEvent held,
                     casefile_.Event(located->log, located->id, IsOutward));
    v1::EventDelivery delivery = ToDelivery(held);
    ASSIGN_OR_RETURN(const auto path,
                     log.InclusionProof(entry.index, batch.log_size));
    for (const base::Hash& node : path) {
      delivery.add_inclusion_proof(node.str());
    }
    const size_t size = delivery.ByteSizeLong();
    const bool full = batch.request.events_size() == limits_.events ||
                      bytes_ + size > limits_.bytes;
    if (full && batch.request.events_size() > 0) return false;
    bytes_ += size;
    batch.entries.push_back(entry.entry);
    *batch.request.add_events() = std::move(delivery);
    return true;
  }

 private:
  const casefile::Casefile& casefile_;
  const base::DomainName& peer_;
  const BatchLimits& limits_;
  size_t bytes_ = 0;
};

}  // namespace

absl::StatusOr<DeliveryBatch> NextBatch(const casefile::Casefile& casefile,
                                        const base::DomainName& peer,
                                        uint64_t from, uint64_t held,
                                        const BatchLimits& limits) {
  const auto log = casefile.Log(ledger::LogKind::kShared);
  ASSIGN_OR_RETURN(const ledger::LogHead head, log->Head());
  DeliveryBatch batch{.log_size = head.frontier.size()};
  if (from > batch.log_size || held > batch.log_size) {
    return absl::OutOfRangeError("the log does not reach what the peer holds");
  }
  v1::DeliverEventsRequest& request = batch.request;
  request.mutable_caller();
  request.set_origin(casefile.signer(ledger::LogKind::kShared).origin());
  request.set_checkpoint(head.checkpoint);
  request.set_from_index(from);
  request.set_to_index(from);
  request.set_consistent_from(held);
  if (held > 0) {
    ASSIGN_OR_RETURN(const auto proof,
                     log->ConsistencyProof(held, batch.log_size));
    for (const base::Hash& node : proof) {
      request.add_consistency_proof(node.str());
    }
  }
  ASSIGN_OR_RETURN(const auto entries, log->Entries(from, limits.scanned));
  Gathering gathering(casefile, peer, limits);
  for (const ledger::LogEntry& entry : entries) {
    ASSIGN_OR_RETURN(const bool taken, gathering.Take(*log, entry, batch));
    if (!taken) break;
    request.set_to_index(entry.index + 1);
  }
  return batch;
}

absl::Status CheckAnswers(const DeliveryBatch& batch,
                          const v1::DeliverEventsResponse& response) {
  if (response.answers_size() != batch.request.events_size()) {
    return absl::DataLossError("the peer did not answer every event");
  }
  bool formed = response.checkpoint().size() <= kMaxCheckpointBytes;
  for (const v1::EventAnswer& answer : response.answers()) {
    const v1::EventLogged& logged = answer.logged();
    formed = formed && (!answer.has_logged() || IsHash(logged.entry())) &&
             logged.inclusion_proof_size() <= kMaxProofNodes &&
             std::ranges::all_of(logged.inclusion_proof(), IsHash);
  }
  if (formed) return absl::OkStatus();
  return absl::DataLossError("the peer's answer is not of its form");
}

}  // namespace sijill::exchange
