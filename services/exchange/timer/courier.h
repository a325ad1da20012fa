// SPDX-License-Identifier: Apache-2.0
// Brings one peer what is written for it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/casefile/casefile.h"
#include "common/crypto/random.h"
#include "common/observe/log.h"
#include "common/rpc/client.h"
#include "common/time/clock.h"
#include "services/exchange/peers/node_facts.h"
#include "services/exchange/peers/peer_table.h"
#include "services/exchange/projection/evidence.h"
#include "services/exchange/timer/backoff.h"
#include "services/exchange/timer/delivery_batch.h"

namespace sijill::exchange {

// What couriers work with; outlives them.
struct CourierParts {
  const casefile::Casefile& casefile;
  Evidence& evidence;
  crypto::Random& random;
  const time::Clock& clock;  // the machine's
  observe::Log& log;
  // Told once if a peer proves that our log was set back: in a daemon it does
  // not return.
  std::function<void(const std::string&)> on_fatal;
  Backoff::Bounds backoff;
  absl::Duration timeout = absl::Seconds(30);  // of one call
};

// A thread that delivers: it asks the peer for its position and what it holds
// of our log, walks the log from there, and sleeps until something is written.
// A failure is tried again after a while that grows, or not before the peer
// asked for, however much is written meanwhile; only a peer that took no call
// of ours and now calls by itself is tried at once. A new connection begins
// with the questions, so it is right after a restart or restore of either side.
// What the peer answers is verified and kept as evidence.
class Courier {
 public:
  Courier(const CourierParts& parts, PeerLink link,
          std::unique_ptr<rpc::Client> client);
  // Cancels the call under way.
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  const PeerLink& link() const { return link_; }
  // Something was written: deliver it, unless the last attempt failed and its
  // time has not come. From any thread; does not block.
  void Wake() ABSL_LOCKS_EXCLUDED(mu_);
  // The peer called: it is there. As Wake().
  void Heard() ABSL_LOCKS_EXCLUDED(mu_);
  CourierStatus status() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mu_);
  void WaitAfter(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mu_);
  // Everything that is there for the peer; OK once nothing is left.
  absl::Status Deliver() ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status Confirm();
  absl::Status CheckSeen(const std::string& checkpoint);
  absl::StatusOr<uint64_t> AskPosition();
  absl::Status Send(const DeliveryBatch& batch) ABSL_LOCKS_EXCLUDED(mu_);
  absl::Status KeepAnswers(const DeliveryBatch& batch,
                           const v1::DeliverEventsResponse& response);
  void Note(const absl::Status& status) ABSL_LOCKS_EXCLUDED(mu_);
  bool stopping() const ABSL_LOCKS_EXCLUDED(mu_);

  const CourierParts& parts_;
  const PeerLink link_;
  const std::unique_ptr<rpc::Client> client_;
  Backoff backoff_;
  uint64_t held_ = 0;  // size of the checkpoint of ours that the peer holds
  bool got_through_ = false;  // in this attempt the peer took a call

  // Guards what other threads ask and say.
  mutable base::Mutex mu_;
  base::CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mu_) = true;
  bool heard_ ABSL_GUARDED_BY(mu_) = false;
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  CourierStatus status_ ABSL_GUARDED_BY(mu_);

  std::thread thread_;  // last: it uses the rest
};

}  // namespace sijill::exchange
