// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "common/base/text.h"
#include "common/casefile/check/event_walk.h"
#include "common/casefile/check/log_walk.h"
#include "common/casefile/layout.h"

namespace sijill::casefile::check {

using ledger::LogKind;

void EventWalk::CountKeys(LogKind log, std::string_view letter,
                          uint64_t expected, const char* what) {
  uint64_t count = 0;
  const absl::Status status = storage::ScanPrefix(
      store_, base::StrCat(ledger::Prefix(log), letter),
      [&](std::string_view, std::string_view) { return ++count != 0; });
  if (status.ok() && count == expected) return;
  report_.Add({.log = log,
               .index = {},
               .event_id = {},
               .what = status.ok() ? what : "its keys cannot be read"});
}

// The head of each lane is the last event of it.
void EventWalk::CheckHeads(LogKind log) {
  uint64_t heads = 0;
  for (const auto& [key, end] : lanes_) {
    if (!key.starts_with(ledger::Prefix(log))) continue;
    ++heads;
    const auto bytes = store_.Get(key);
    store::v1::LaneHead head;
    const bool fits =
        bytes.ok() && *bytes && head.ParseFromString(**bytes) &&
        head.author() == end.header.author.str() &&
        std::ranges::equal(head.audience(), end.header.audience) &&
        head.sequence() == end.header.sequence &&
        head.event_id() == end.id.view() &&
        head.recorded_at() == end.header.recorded_at &&
        event::DataKeyId::From(head.data_key_id());
    if (fits) continue;
    report_.Add({.log = log,
                 .index = {},
                 .event_id = end.id,
                 .what = "the head of its lane is not its last event"});
  }
  CountKeys(log, "l", heads, "there are heads of lanes without events");
  report_.lanes += heads;
}

void EventWalk::Finish() {
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    const size_t slot = log == LogKind::kShared ? 0 : 1;
    CheckHeads(log);
    CountKeys(log, "v", events_[slot], "events and entries differ in number");
    CountKeys(log, "q", events_[slot], "lanes and events differ in number");
    CountKeys(log, "p", parts_[slot], "there are parts without an event");
  }
}

}  // namespace sijill::casefile::check
