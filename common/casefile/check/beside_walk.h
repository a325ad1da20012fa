// SPDX-License-Identifier: Apache-2.0
// What CheckStore() does with the records beside the logs, after the events
// were walked over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/function_ref.h"
#include "common/casefile/check/store_check.h"
#include "common/casefile/check/tally.h"
#include "common/casefile/proposal.h"

namespace sijill::casefile::check {

class BesideWalk {
 public:
  // All outlive the walk. Uses up `tally`.
  BesideWalk(const storage::Reader& store, const StoreCheckOptions& options,
             StoreReport& report, Tally& tally)
      : store_(store), options_(options), report_(report), tally_(tally) {}

  // Receipts lead to what they name, and every event of the node's own that
  // was asked for is named once.
  void Requests();
  // Positions, and the evidence that they count.
  void Peers();
  // Versions, seals, the term: what the events make of them.
  void Versions();
  // The key store holds what lanes use, and what the store was written with.
  void KeyStore();
  // No record that nothing here writes.
  void Strangers();

 private:
  using Visit =
      absl::FunctionRef<void(std::string_view key, std::string_view value)>;

  void Found(std::string what, ledger::LogKind log = ledger::LogKind::kShared,
             std::optional<uint64_t> index = {},
             std::optional<base::Hash> id = {}) {
    report_.Add(
        {.log = log, .index = index, .event_id = id, .what = std::move(what)});
  }
  // Keys are given without `prefix`.
  void Scan(std::string_view prefix, Visit visit);
  void CheckPlace(const EventPlace& place, const Receipt& receipt);
  void CheckCheckpoint(const EventPlace& place, const std::string& note);
  void CheckPosition(std::string_view peer, std::string_view value);
  uint64_t CountEvidence(std::string_view peer, uint64_t next_index);

  const storage::Reader& store_;
  const StoreCheckOptions& options_;
  StoreReport& report_;
  Tally& tally_;
};

}  // namespace sijill::casefile::check
