// SPDX-License-Identifier: Apache-2.0
// The records of requests.
#include "common/base/text.h"
#include "common/casefile/check/beside_walk.h"
#include "common/casefile/check/log_walk.h"
#include "common/casefile/command_submission.h"
#include "common/casefile/layout.h"
#include "common/casefile/record.h"

namespace sijill::casefile::check {

using ledger::LogKind;

void BesideWalk::Requests() {
  Scan("Mr", [&](std::string_view key, std::string_view value) {
    ++report_.requests;
    const auto record =
        DecodeRecord<store::v1::RequestRecord>(base::StrCat("Mr", key), value);
    if (!record || !base::Hash::From(record->request_hmac())) {
      return Found("the record of a request was changed or cannot be read");
    }
    const auto receipt = ReceiptOf(*record);
    if (!receipt.ok()) {
      return Found("the record of a request cannot be read");
    }
    for (const EventPlace& place : receipt->events) {
      CheckPlace(place, *receipt);
    }
  });
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    const std::vector<bool>& owed = tally_.owed[SlotOf(log)];
    for (uint64_t index = 0; index < owed.size(); ++index) {
      if (!owed[index]) continue;
      const auto entry = ledger::LogReader(store_, log).Entry(index);
      const auto located = ParseLocator(entry.ok() ? entry->locator : "");
      Found("no record of a request names it", log, index,
            located ? std::optional(located->id) : std::nullopt);
    }
  }
}

// A receipt names an event that stands there, and a checkpoint above it.
void BesideWalk::CheckPlace(const EventPlace& place, const Receipt& receipt) {
  const ledger::LogReader log(store_, place.log);
  const auto entry = log.Entry(place.index);
  if (!entry.ok() || entry->locator != Locator(place.log, place.event_id)) {
    return Found("a receipt names another event than the log has there",
                 place.log, place.index, place.event_id);
  }
  std::vector<bool>& owed = tally_.owed[SlotOf(place.log)];
  if (place.index >= owed.size() || !owed[place.index]) {
    Found("a receipt names what no command wrote, or what another names",
          place.log, place.index, place.event_id);
  } else {
    owed[place.index] = false;
  }
  const auto bytes = store_.Get(EventKey(place.log, place.event_id));
  store::v1::StoredEvent stored;
  if (!bytes.ok() || !*bytes || !stored.ParseFromString(**bytes)) return;
  const auto event = event::ParseSignedHeader(stored.signed_header());
  if (event.ok() && (event->header.recorded_at != place.recorded_at ||
                     event->header.kind != place.kind ||
                     event->header.stream != place.stream)) {
    Found("a receipt says something else of its event than its header",
          place.log, place.index, place.event_id);
  }
  CheckCheckpoint(place, place.log == LogKind::kShared
                             ? receipt.shared_checkpoint
                             : receipt.own_checkpoint);
}

void BesideWalk::CheckCheckpoint(const EventPlace& place,
                                 const std::string& note) {
  const auto checkpoint = ReadCheckpoint(note, KnownLogOf(options_, place.log));
  const auto root =
      ledger::LogReader(store_, place.log)
          .RootAt(checkpoint.ok() ? checkpoint->size : uint64_t{0});
  if (checkpoint.ok() && checkpoint->size > place.index && root.ok() &&
      *root == checkpoint->root) {
    return;
  }
  Found("a receipt's checkpoint is not one of its log", place.log, place.index,
        place.event_id);
}

}  // namespace sijill::casefile::check
