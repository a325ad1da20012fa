// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/lane_walk.h"

#include <utility>

#include "common/base/text.h"
#include "common/casefile/lanes.h"
#include "common/casefile/layout.h"

namespace sijill::casefile::check {

using ledger::LogKind;

void LaneWalk::Follow(const Place& place, const event::ParsedEvent& event,
                      const store::v1::StoredEvent& stored) {
  const event::Header& header = event.header;
  const base::Hash lane = LaneDigest(header.author, header.audience);
  const auto sequence =
      store_.Get(SequenceKey(place.log, header.stream, lane, header.sequence));
  if (!sequence.ok() || !*sequence || **sequence != place.id.view()) {
    Found(report_, place, "its place in its lane is another's");
  }
  const std::string key = LaneKey(place.log, header.stream, lane);
  LaneEnd end{.header = header, .id = place.id};
  const auto before = lanes_.find(key);
  if (before != lanes_.end()) {
    const LaneEnd& last = before->second;
    if (!event::CheckLink(last.header, last.id, header).ok()) {
      Found(report_, place, "it does not continue its lane");
    }
    end.data_key = last.data_key;
    end.data_key_uses = last.data_key_uses;
  } else if (header.sequence != 1) {
    Found(report_, place, "its lane does not begin");
  }
  CheckKey(place, stored, end);
  lanes_.insert_or_assign(key, std::move(end));
}

// A lane keeps its data key until there is no room for more uses.
void LaneWalk::CheckKey(const Place& place,
                        const store::v1::StoredEvent& stored, LaneEnd& end) {
  const auto uses = static_cast<uint64_t>(stored.parts_size());
  const auto key = event::DataKeyId::From(stored.data_key_id());
  if (!key) return Found(report_, place, "its data key is not named");
  const bool renewed =
      end.data_key.empty() || end.data_key_uses + uses > kMaxKeyUses;
  if ((stored.data_key_id() != end.data_key) != renewed) {
    Found(report_, place, "its content has another data key than its lane");
  }
  end.data_key_uses = renewed ? uses : end.data_key_uses + uses;
  if (!renewed) return;
  end.data_key = stored.data_key_id();
  ++tally_.data_keys;
  if (keys_ != nullptr && !keys_->Holds(*key)) {
    ++tally_.data_keys_gone;
    Found(report_, place, "the data key of its content is gone");
  }
}

void LaneWalk::Finish() {
  uint64_t heads[2] = {0, 0};
  for (const auto& [key, end] : lanes_) {
    const LogKind log = key.starts_with(ledger::Prefix(LogKind::kShared))
                            ? LogKind::kShared
                            : LogKind::kOwn;
    ++heads[SlotOf(log)];
    store::v1::LaneHead head;
    head.set_author(end.header.author.str());
    head.mutable_audience()->Assign(end.header.audience.begin(),
                                    end.header.audience.end());
    head.set_sequence(end.header.sequence);
    head.set_event_id(end.id.str());
    head.set_recorded_at(end.header.recorded_at);
    head.set_data_key_id(end.data_key);
    head.set_data_key_uses(end.data_key_uses);
    const auto bytes = store_.Get(key);
    if (bytes.ok() && *bytes == head.SerializeAsString()) continue;
    report_.Add({.log = log,
                 .index = {},
                 .event_id = end.id,
                 .what = "the head of its lane is not what its events make of "
                         "it"});
  }
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    CountKeys(store_, log, "l", heads[SlotOf(log)],
              "there are heads of lanes without events", report_);
    report_.lanes += heads[SlotOf(log)];
  }
}

}  // namespace sijill::casefile::check
