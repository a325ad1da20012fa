// SPDX-License-Identifier: Apache-2.0
// What CheckStore() does with the events behind the entries.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "common/casefile/check/lane_walk.h"
#include "common/casefile/check/place.h"
#include "common/casefile/check/store_check.h"
#include "common/casefile/check/tally.h"
#include "common/casefile/key_directory.h"
#include "common/ledger/log_reader.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile::check {

// Visits the entries of the shared log first, then those of the own log, each
// in order; then Finish().
class EventWalk {
 public:
  // All outlive the walk.
  EventWalk(const storage::Reader& store, const StoreCheckOptions& options,
            StoreReport& report, Tally& tally)
      : store_(store),
        options_(options),
        keys_(options.keys),
        report_(report),
        tally_(tally),
        lanes_(store, options.keys, report, tally) {}

  // Learns the keys that the `nodes` streams tell.
  void LearnKeys();
  void Visit(ledger::LogKind log, const ledger::LogEntry& entry);
  // What is stored beside the events that were visited.
  void Finish();

 private:
  void Found(const Place& place, std::string what) {
    check::Found(report_, place, std::move(what));
  }
  void CheckEvent(const Place& place, const ledger::LogEntry& entry);
  // An entry of the own log that stands for an event of the shared one.
  void CheckTwin(const Place& place, const ledger::LogEntry& entry);
  void CheckOrigin(const Place& place, const store::v1::StoredEvent& stored,
                   const event::Header& header);
  void CountOwn(const Place& place, const event::Header& header);
  void CountImported(const Place& place, const store::v1::StoredEvent& stored,
                     const event::ParsedEvent& event);
  // The first part, if it can be opened.
  std::optional<event::Part> FirstPart(const base::Hash& id,
                                       const store::v1::StoredEvent& stored);
  void CheckSeal(const Place& place, const event::ParsedEvent& event,
                 uint64_t index, const KeyDirectory& directory);
  void CheckParts(const Place& place, const store::v1::StoredEvent& stored,
                  const event::ParsedEvent& event);
  void CheckPart(const Place& place, const store::v1::StoredEvent& stored,
                 int part);
  // The event and its record, or nothing and a finding.
  std::optional<event::ParsedEvent> Read(const Place& place,
                                         ledger::LogKind stored_in,
                                         store::v1::StoredEvent& stored);

  const storage::Reader& store_;
  const StoreCheckOptions& options_;
  content::KeyStore* const keys_;
  StoreReport& report_;
  Tally& tally_;
  LaneWalk lanes_;
  // Those of the first event: all others are of the same.
  std::optional<std::string> exchange_;
  std::optional<std::string> domain_;
  KeyDirectory directory_;      // places in authors' shared logs
  KeyDirectory own_directory_;  // places in our own log
  uint64_t events_[2] = {0, 0};
  uint64_t parts_[2] = {0, 0};
  uint64_t twins_owed_ = 0;
};

}  // namespace sijill::casefile::check
