// SPDX-License-Identifier: Apache-2.0
// How the node and its peers are doing, as those who know it say it. Nothing is
// decided by it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/base/names.h"

namespace sijill::exchange {

// How delivery to a peer is doing. Instants are the machine's.
struct CourierStatus {
  base::DomainName peer;
  bool reachable = false;
  bool confirmed = false;   // it holds nothing that our log contradicts
  uint64_t next_index = 0;  // of our shared log: what it has not got yet
  std::string error;        // of the last attempt; empty if it worked
  std::optional<absl::Time> first_confirmed_at;
  std::optional<absl::Time> last_success_at;  // it had everything
  std::optional<absl::Time> last_failure_at;
  std::string last_failure;  // a reason or the name of a code; no text
};

// The span in which a revocation list may be believed.
struct ListSpan {
  absl::Time issued_at;
  absl::Time due_at;
};

struct PeerFacts {
  CourierStatus delivery;
  std::string address;
  std::optional<ListSpan> revocation_list;
};

struct NodeFacts {
  std::string version;
  std::optional<absl::Time> certificate_expires_at;
  std::optional<ListSpan> revocation_list;  // of the own domain
  std::vector<PeerFacts> peers;             // ascending by domain
};

// Asked on every call; safe from every thread.
using NodeFactsSource = std::function<NodeFacts()>;

}  // namespace sijill::exchange
