// SPDX-License-Identifier: Apache-2.0
// What a decision hands to the ledger, and what it gets back.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/ledger/log_kind.h"

namespace sijill::casefile {

// All parts of an event of ours: it reaches a peer in one message of 5 MiB,
// with its header and proofs.
inline constexpr size_t kMaxContentBytes =
    (size_t{4} << 20) + (size_t{1} << 19);

// An event as its author means it. Its place in its lane, its instant, random
// and salts are the sequencer's to give.
struct Proposal {
  base::StreamName stream;
  base::AgencyName author;
  // Ascending domains, the author's among them, or "*".
  std::vector<std::string> audience;
  uint32_t kind = 0;
  // The bytes of each part of the kind, in order; empty is absent.
  std::vector<std::string> parts;
  // Of an opening event: drawn with the proposal, since its stream's name is
  // made of it.
  std::optional<base::Hash> random;
  // Heads of other lanes in the view the decision was made on.
  std::vector<base::Hash> seen;
};

// What a decision depended on. A version that has moved since means: load and
// decide again.
struct ReadSet {
  // Guard versions of the streams that were folded.
  std::map<base::StreamName, uint64_t> guards;
  // The version of roles, keys, mandates, rule sets and revocations; absent
  // for what depends on none of them (a record that data were disclosed).
  std::optional<uint64_t> registry;
};

// Events that are written together or not at all, at the request of one agency.
struct Command {
  base::AgencyName agency;
  // 16 bytes, the UUID in the order of its text.
  std::string request_id;
  // Casefile::RequestHmac() of the request as received.
  base::Hash request_hmac;
  std::vector<Proposal> proposals;
  ReadSet reads;
  // The next instant at which time alone would change the decision.
  absl::Time valid_until = absl::InfiniteFuture();
  // May be written from the reserve of a disk that is nearly full: holds,
  // revocations, erasures.
  bool closes = false;
  // Asked when the command's turn comes, on the sequencer's thread: whoever
  // asked may have been revoked while it waited. Its error refuses the command.
  // Empty: nobody asked from outside.
  std::function<absl::Status()> still_believed;
};

// Where an event stands.
struct EventPlace {
  base::StreamName stream;
  base::Hash event_id;
  ledger::LogKind log = ledger::LogKind::kShared;
  uint64_t index = 0;
  uint64_t recorded_at = 0;  // µs since 1970
  uint32_t kind = 0;

  friend bool operator==(const EventPlace&, const EventPlace&) = default;
};

// The answer to a command: the same bytes for every repetition.
struct Receipt {
  std::vector<EventPlace> events;
  // The signed checkpoints of the commit; empty for a log it did not touch.
  std::string shared_checkpoint;
  std::string own_checkpoint;

  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// What the ledger must know of a kind to number and keep its events.
struct KindRule {
  size_t parts = 0;        // how many parts its content has
  bool own_lane = false;   // for its author's domain alone
  bool opening = false;    // opens the case its random names
  bool guard = false;      // some guard reads it
  bool registry = false;   // raises the registry version
  bool delivered = false;  // the receiving node writes Delivered for it
  bool critical = false;   // who does not know it decides nothing more
};
// The table of kinds; nothing for a kind that is not in it.
using KindTable = std::function<std::optional<KindRule>(uint32_t kind)>;

}  // namespace sijill::casefile
