// SPDX-License-Identifier: Apache-2.0
// What the handlers of every service work with.
#pragma once

#include <functional>
#include <memory>

#include "common/casefile/casefile.h"
#include "common/command/case_cache.h"
#include "common/crypto/random.h"
#include "common/decision/directory.h"
#include "common/decision/rule_book.h"
#include "common/time/clock.h"

namespace sijill::command {

// Where the registry of the moment is had. Safe from every thread.
class DirectorySource {
 public:
  virtual ~DirectorySource() = default;
  // Never null. Shared: a decision keeps the one it began with.
  virtual std::shared_ptr<const decision::Directory> Current() const = 0;
};

// Refers to what outlives the services.
struct Office {
  casefile::Casefile& casefile;
  const time::Clock& clock;
  crypto::Random& random;
  const DirectorySource& directory;
  const decision::RuleBook& book;
  CaseCache& cases;
  // Has no peer borne out this node's log since it started? Receipts say so.
  // Safe from every thread; empty where there are no peers.
  std::function<bool()> unconfirmed = nullptr;
};

}  // namespace sijill::command
