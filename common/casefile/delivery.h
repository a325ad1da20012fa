// SPDX-License-Identifier: Apache-2.0
// What a peer's node delivers, and what is verified of it before the sequencer
// sees it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/casefile/key_directory.h"
#include "common/casefile/proposal.h"
#include "common/event/content.h"
#include "common/event/signed_header.h"

namespace sijill::casefile {

// One event as it came.
struct DeliveredEvent {
  uint64_t index = 0;  // in the sender's shared log
  std::string signed_header;
  std::vector<event::WirePart> parts;
  std::vector<base::Hash> inclusion;
  // What our own agencies write in the commit that takes it, beside Delivered;
  // nothing if it is refused, or held already.
  std::vector<Proposal> answers = {};
};

struct Delivery {
  std::string checkpoint;  // signed note of the sender's shared log
  // That it continues the log of an earlier size. Not looked at if we hold no
  // checkpoint, or this very one.
  uint64_t consistent_from = 0;
  std::vector<base::Hash> consistency;
  // Of [from_index, next_index), all that is for us; ascending by index.
  std::vector<DeliveredEvent> events;
  uint64_t from_index = 0;
  uint64_t next_index = 0;
};

// A peer as it was made known by hand, and what it may seal with.
struct Peer {
  base::DomainName domain;
  std::string log_origin;
  base::FixedBytes<32> log_key;
};

// The public key in a seal certificate of `agency` (DER), verified under its
// domain's root as of `at`, the instant of the event that endorses it: an event
// that was accepted must mean the same when it is read again after years. An
// error otherwise. Safe from every thread.
using SealCertificateCheck = std::function<absl::StatusOr<crypto::PublicKey>(
    const base::AgencyName& agency, std::string_view certificate,
    const std::vector<std::string>& chain, absl::Time at)>;

// An event of a delivery after everything that can be said of it without the
// lanes: parsed, or the stable reason why it is refused.
struct CheckedEvent {
  uint64_t index = 0;
  std::optional<event::ParsedEvent> event;
  std::string signed_header;
  std::vector<event::WirePart> parts;
  std::vector<Proposal> answers;
  std::string refusal;  // empty: accepted so far
  // Where in the same log its seal's key was endorsed.
  std::optional<uint64_t> endorsed_at;

  bool refused() const { return !refusal.empty(); }
};

// What our node is and knows when it checks a delivery.
struct DeliveryContext {
  std::string exchange;
  base::DomainName domain;
  KindTable kinds;
  SealCertificateCheck check_certificate;
  // The last checkpoint of the peer's log that we hold; empty if none.
  std::string held_checkpoint;
};

// Verifies checkpoint and consistency, then each event by itself: author,
// exchange, audience, stream, seal, content, proof. `keys` are those known
// before; those endorsed on the way are used as they come.
//
// Nothing is taken if the checkpoint is not the peer's (PERMISSION_DENIED), if
// it contradicts the one we hold (DATA_LOSS: a fork of the log), if it is older
// or proved from another size than the one we hold (ABORTED: to be delivered
// anew), or if the delivery is not in order (INVALID_ARGUMENT).
absl::StatusOr<std::vector<CheckedEvent>> CheckDelivery(
    const DeliveryContext& context, const Peer& peer, const Delivery& delivery,
    std::shared_ptr<const KeyDirectory> keys);

// KeyEndorsed, KeyRetired, KeyRevoked.
bool IsKeyEvent(uint32_t kind);

// Applies a key event of a `nodes` stream to `keys`: KeyEndorsed (its
// certificate checked with `check`), KeyRetired, KeyRevoked; other kinds change
// nothing, and an endorsement in a newer format is not interpreted (what only
// takes away is). `part` is the event's first part, `index` its place in its
// author's shared log. FAILED_PRECONDITION with the stable reason if it may
// not.
absl::Status ApplyKeyEvent(const event::Header& header, std::string_view part,
                           uint64_t index, const SealCertificateCheck& check,
                           KeyDirectory& keys);

}  // namespace sijill::casefile
