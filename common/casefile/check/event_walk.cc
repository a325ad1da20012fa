// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/event_walk.h"

#include <algorithm>
#include <utility>

#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/casefile/record.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::casefile::check {

using ledger::LogKind;

void EventWalk::Visit(LogKind log, const ledger::LogEntry& entry) {
  const auto located = ParseLocator(entry.locator);
  if (!located) {
    report_.Add({.log = log,
                 .index = entry.index,
                 .event_id = {},
                 .what = "the entry leads nowhere"});
    return;
  }
  const Place place{.log = log, .index = entry.index, .id = located->id};
  if (located->log == log) return CheckEvent(place, entry);
  if (log == LogKind::kOwn) return CheckTwin(place, entry);
  Found(place, "an entry of the shared log leads to the own one");
}

std::optional<event::ParsedEvent> EventWalk::Read(
    const Place& place, LogKind stored_in, store::v1::StoredEvent& stored) {
  const std::string key = EventKey(stored_in, place.id);
  const auto bytes = store_.Get(key);
  if (!bytes.ok() || !*bytes || !stored.ParseFromString(**bytes)) {
    Found(place, "the event cannot be read");
    return std::nullopt;
  }
  if (!DecodeRecord<store::v1::StoredEvent>(key, **bytes)) {
    Found(place, "its record was changed since it was written");
  }
  auto event = event::ParseSignedHeader(stored.signed_header());
  if (!event.ok()) {
    Found(place, "its header cannot be read");
    return std::nullopt;
  }
  if (event->id != place.id) {
    Found(place, "its header is not the one of its id");
    return std::nullopt;
  }
  return *std::move(event);
}

void EventWalk::CheckEvent(const Place& place, const ledger::LogEntry& entry) {
  ++events_[SlotOf(place.log)];
  ++report_.events;
  store::v1::StoredEvent stored;
  const auto event = Read(place, place.log, stored);
  if (!event) return;
  if (event->entry != entry.entry) {
    Found(place, "its header or seal is not the one it was entered with");
  }
  if (stored.index() != place.index) {
    Found(place, "it is stored as of another index");
  }
  CheckOrigin(place, stored, event->header);
  if (stored.has_author_index()) {
    CountImported(place, stored, *event);
  } else {
    CountOwn(place, event->header);
  }
  if (stored.raised_guard()) ++tally_.guards[event->header.stream];
  if (stored.raised_registry()) ++tally_.registry_raised;
  lanes_.Follow(place, *event, stored);
  CheckParts(place, stored, *event);
  if (place.log == LogKind::kShared) {
    CheckSeal(place, *event,
              stored.has_author_index() ? stored.author_index() : place.index,
              directory_);
  } else {
    CheckSeal(place, *event, place.index, own_directory_);
  }
}

// One exchange, one domain; its own events have no place in another's log, and
// lie where their audience says.
void EventWalk::CheckOrigin(const Place& place,
                            const store::v1::StoredEvent& stored,
                            const event::Header& header) {
  if (!exchange_) exchange_ = header.exchange;
  if (header.exchange != *exchange_) Found(place, "it is of another exchange");
  const std::string domain(header.author.domain());
  if (stored.has_author_index()) {
    if (domain_ == domain || place.log != LogKind::kShared) {
      Found(place, "an event of the node's own is stored as if it had come");
    }
    return;
  }
  if (!domain_) domain_ = domain;
  if (domain != *domain_) {
    Found(place, "an event of another domain is stored as the node's own");
  }
  const bool own =
      header.audience.size() == 1 && header.audience.front() == domain;
  if (own != (place.log == LogKind::kOwn)) {
    Found(place, "its audience belongs to the other log");
  }
}

void EventWalk::CountOwn(const Place& place, const event::Header& header) {
  const size_t slot = SlotOf(place.log);
  if (header.recorded_at < tally_.recorded_at[slot]) {
    Found(place, "it was recorded before the one before it");
  }
  tally_.recorded_at[slot] =
      std::max(tally_.recorded_at[slot], header.recorded_at);
  if (place.log == LogKind::kShared &&
      header.stream.shape() == base::StreamName::Shape::kNode) {
    ++twins_owed_;
  }
  // Written for an import, at nobody's request.
  if (header.kind == v1::EVENT_KIND_DELIVERED ||
      header.kind == v1::EVENT_KIND_MISADDRESSED) {
    return;
  }
  tally_.owed[slot].resize(place.index + 1);
  tally_.owed[slot][place.index] = true;
}

void EventWalk::CountImported(const Place& place,
                              const store::v1::StoredEvent& stored,
                              const event::ParsedEvent& event) {
  uint64_t& next = tally_.peers[std::string(event.header.author.domain())];
  next = std::max(next, stored.author_index() + 1);
  if (event.n <= 1) return;
  const base::Hash lane =
      LaneDigest(event.header.author, event.header.audience);
  const auto [seal, first] = tally_.seals.try_emplace(event.seal, lane);
  if (!first && seal->second != lane) {
    Found(place, "its seal stands on an event of another audience as well");
  }
}

void EventWalk::CheckTwin(const Place& place, const ledger::LogEntry& entry) {
  store::v1::StoredEvent stored;
  const auto event = Read(place, LogKind::kShared, stored);
  if (!event) return;
  if (event->entry != entry.entry) {
    Found(place, "its header or seal is not the one it was entered with");
  }
  const event::Header& header = event->header;
  if (stored.has_author_index() ||
      header.stream.shape() != base::StreamName::Shape::kNode) {
    return Found(place, "only events of the node's own stream have a twin");
  }
  if (twins_owed_ > 0) --twins_owed_;
  const auto part = FirstPart(place.id, stored);
  if (!part) return;
  (void)ApplyKeyEvent(header, part->bytes, place.index,
                      options_.check_certificate, own_directory_);
}

void EventWalk::Finish() {
  lanes_.Finish();
  const auto domain = base::DomainName::Parse(domain_.value_or(""));
  if (domain.ok() && tally_.registry_raised > 0) {
    tally_.guards[base::StreamName::ForRegistry(*domain)] +=
        tally_.registry_raised;
  }
  if (twins_owed_ > 0) {
    check::Found(report_, LogKind::kOwn,
                 "events of the node's own stream have no twin");
  }
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    const size_t slot = SlotOf(log);
    const auto head = ledger::LogReader(store_, log).Head();
    if (head.ok() && head->recorded_at != tally_.recorded_at[slot]) {
      check::Found(report_, log,
                   "its newest instant is not that of its newest event");
    }
    CountKeys(store_, log, "v", events_[slot],
              "events and entries differ in number", report_);
    CountKeys(store_, log, "q", events_[slot],
              "lanes and events differ in number", report_);
    CountKeys(store_, log, "p", parts_[slot],
              "there are parts without an event", report_);
  }
}

}  // namespace sijill::casefile::check
