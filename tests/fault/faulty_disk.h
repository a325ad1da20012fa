// SPDX-License-Identifier: Apache-2.0
// A disk of which one write fails.
#pragma once

#include <rocksdb/env.h>

#include <cstdint>
#include <memory>
#include <string>

namespace sijill::testing {

enum class Failure {
  kBefore,  // nothing of it reached the disk
  kAfter,   // it did, and an error is reported all the same
};

// Stands before the machine's file system. Writes and syncs of files whose path
// holds `where` (the engine's own diary apart) are counted, and one of them may
// fail. Nothing is forced to the device: what a loss of power leaves is what
// was synced, and CutPower() brings it about. Safe from every thread.
class FaultyDisk {
 public:
  explicit FaultyDisk(std::string where);
  ~FaultyDisk();

  // Operation `number` from now on (first 1) fails once; 0: none does.
  void FailAt(uint64_t number, Failure failure);
  uint64_t operations() const;
  bool failed() const;
  // Cuts every file that was written to what was synced of it, and forgets
  // them. No store may be open.
  void CutPower();

  rocksdb::Env* env() { return env_.get(); }

  class Plan;

 private:
  // Shared with files that the engine still has open.
  const std::shared_ptr<Plan> plan_;
  const std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace sijill::testing
