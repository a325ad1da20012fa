// SPDX-License-Identifier: Apache-2.0
// What the handlers between nodes work with, in the test's memory.
#pragma once

#include <rocksdb/env.h>

#include <memory>

#include "common/command/office.h"
#include "common/observe/log.h"
#include "common/storage/store.h"
#include "common/time/clock.h"
#include "services/exchange/rpc/exchange_methods.h"

namespace sijill::exchange {

// No peers to begin with; what the desk logs is dropped.
class DeskFixture {
 public:
  // Both outlive this.
  DeskFixture(const command::Office& office, const time::Clock& clock);

  PeerTable& peers() { return peers_; }
  Evidence& evidence() { return *evidence_; }
  // Refers to this.
  Desk desk();

 private:
  const command::Office& office_;
  const std::unique_ptr<rocksdb::Env> memory_;
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<Evidence> evidence_;
  PeerTable peers_;
  PeerQuota quota_;
  observe::Log log_;
};

}  // namespace sijill::exchange
