// SPDX-License-Identifier: Apache-2.0
// The numbers of the travel documents that this node's agencies issued.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/base/mutex.h"
#include "common/base/names.h"
#include "common/casefile/casefile.h"
#include "services/travel_document/domain/issue_travel_document.h"

namespace sijill::travel_document {

// Read from both logs, from where it stopped, whenever a document is about to
// be issued; the first time from the beginning, which reads every entry once.
// Who trusts it: a document's number is unique among those that its agency
// issued through this node and whose case is not erased. It knows nothing of
// what a consulate issued outside of this network. In memory only: numbers are
// personal data.
//
// Safe from every thread.
class IssuedNumbers {
 public:
  // `casefile` outlives this.
  explicit IssuedNumbers(const casefile::Casefile& casefile)
      : casefile_(casefile) {}

  // Calls `issue` with the numbers in use by `agency`. What reading them and
  // issuing makes one step is a lock: no two documents are issued at a time
  // through one IssuedNumbers, so of two commands with one number the second
  // sees the first. A node has one. Returns what `issue` does, or why the log
  // could not be read.
  absl::Status WithNumbersOf(
      const base::AgencyName& agency,
      absl::FunctionRef<absl::Status(const DocumentNumbers&)> issue)
      ABSL_LOCKS_EXCLUDED(mu_);

 private:
  absl::Status CatchUp(ledger::LogKind log) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  absl::Status Note(ledger::LogKind log, const base::Hash& id)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const casefile::Casefile& casefile_;

  base::Mutex mu_;
  // The next index to be read.
  std::map<ledger::LogKind, uint64_t> next_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, DocumentNumbers> numbers_ ABSL_GUARDED_BY(mu_);
};

}  // namespace sijill::travel_document
