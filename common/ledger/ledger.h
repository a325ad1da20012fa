// SPDX-License-Identifier: Apache-2.0
// Ledger: the two logs of a node over one store, from start-up on.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/ledger/log_reader.h"
#include "common/ledger/log_signer.h"
#include "common/ledger/recovery.h"
#include "common/ledger/released.h"
#include "common/ledger/sequencer.h"
#include "common/storage/store.h"
#include "common/time/clock.h"

namespace sijill::ledger {

// Takes opaque entries and knows no case. Safe to use from several threads.
class Ledger {
 public:
  struct Options {
    LogSigner shared_signer;
    LogSigner own_signer;
    std::string released_path;  // outside the store's directory
    Rehash rehash;
    std::function<void(const std::string&)> on_fatal;
    Sequencer::Limits limits;
  };

  // Checks the store (Recover()), raises the term and starts the sequencer.
  // `store`, `clock` and `hook` outlive the ledger. DATA_LOSS: refuses to
  // serve; nothing was changed.
  static absl::StatusOr<std::unique_ptr<Ledger>> Open(storage::Store& store,
                                                      const time::Clock& clock,
                                                      CommitHook& hook,
                                                      Options options);

  void Submit(std::unique_ptr<Submission> submission) {
    sequencer_->Submit(std::move(submission));
  }
  size_t waiting() const { return sequencer_->waiting(); }

  const LogSigner& signer(LogKind kind) const {
    return kind == LogKind::kShared ? options_.shared_signer
                                    : options_.own_signer;
  }
  uint64_t term() const { return term_; }

 private:
  Ledger(Options options, std::unique_ptr<ReleasedFile> released)
      : options_(std::move(options)), released_(std::move(released)) {}

  const Options options_;
  const std::unique_ptr<ReleasedFile> released_;
  uint64_t term_ = 0;
  std::unique_ptr<Sequencer> sequencer_;
};

}  // namespace sijill::ledger
