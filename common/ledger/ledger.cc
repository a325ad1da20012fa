// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/ledger.h"

#include <utility>

#include "common/base/status_macros.h"

namespace sijill::ledger {

absl::StatusOr<std::unique_ptr<Ledger>> Ledger::Open(storage::Store& store,
                                                     const time::Clock& clock,
                                                     CommitHook& hook,
                                                     Options options) {
  ASSIGN_OR_RETURN(std::unique_ptr<ReleasedFile> released,
                   ReleasedFile::Open(options.released_path));
  std::unique_ptr<Ledger> ledger(
      new Ledger(std::move(options), std::move(released)));
  const Options& kept = ledger->options_;
  ASSIGN_OR_RETURN(Recovered found,
                   Recover(store, ledger->released_->last(), hook.position(),
                           kept.shared_signer, kept.own_signer, kept.rehash));
  ASSIGN_OR_RETURN(ledger->term_, RaiseTerm(store, found.term));
  // Before the first commit of this term: a process that dies between that
  // commit and its answer leaves a file that its store is not older than.
  RETURN_IF_ERROR(
      ledger->released_->Write({.term = ledger->term_,
                                .shared = ReleasedLogOf(found.shared),
                                .own = ReleasedLogOf(found.own),
                                .key_store_position = hook.position()},
                               clock.Now()));
  ledger->sequencer_ = std::make_unique<Sequencer>(
      Sequencer::Parts{.store = store,
                       .shared_signer = kept.shared_signer,
                       .own_signer = kept.own_signer,
                       .released = *ledger->released_,
                       .clock = clock,
                       .hook = hook,
                       .on_fatal = kept.on_fatal},
      kept.limits, ledger->term_, std::move(found.shared),
      std::move(found.own));
  return ledger;
}

}  // namespace sijill::ledger
