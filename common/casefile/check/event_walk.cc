// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/event_walk.h"

#include <utility>

#include "common/base/text.h"
#include "common/casefile/check/log_walk.h"
#include "common/casefile/layout.h"
#include "common/casefile/seal.h"

namespace sijill::casefile::check {
namespace {

using ledger::LogKind;

size_t SlotOf(LogKind log) { return log == LogKind::kShared ? 0 : 1; }

}  // namespace

void EventWalk::Found(const Place& place, std::string what) {
  report_.Add({.log = place.log,
               .index = place.index,
               .event_id = place.id,
               .what = std::move(what)});
}

std::optional<event::Part> EventWalk::FirstPart(
    const base::Hash& id, const store::v1::StoredEvent& stored) {
  const auto key = event::DataKeyId::From(stored.data_key_id());
  const auto sealed = store_.Get(PartKey(LogKind::kShared, id, 0));
  if (keys_ == nullptr || !key || stored.parts().empty() || !sealed.ok() ||
      !*sealed) {
    return std::nullopt;
  }
  const auto commitment = base::Hash::From(stored.parts(0).commitment());
  if (!commitment) return std::nullopt;
  auto part = keys_->OpenPart(*key, *commitment, **sealed);
  if (!part.ok()) return std::nullopt;
  return *std::move(part);
}

// As a node does at its start. What cannot be read is found when its entry is
// visited.
void EventWalk::LearnKeys() {
  std::vector<base::Hash> ids;
  (void)storage::ScanPrefix(
      store_, base::StrCat(ledger::Prefix(LogKind::kShared), "qnodes/"),
      [&](std::string_view, std::string_view value) {
        if (const auto id = base::Hash::From(value)) ids.push_back(*id);
        return true;
      });
  for (const base::Hash& id : ids) {
    const auto bytes = store_.Get(EventKey(LogKind::kShared, id));
    store::v1::StoredEvent stored;
    if (!bytes.ok() || !*bytes || !stored.ParseFromString(**bytes)) continue;
    const auto event = event::ParseSignedHeader(stored.signed_header());
    const auto part = FirstPart(id, stored);
    if (!event.ok() || !part) continue;
    (void)ApplyKeyEvent(
        event->header, part->bytes,
        stored.has_author_index() ? stored.author_index() : stored.index(),
        options_.check_certificate, directory_);
  }
}

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
  const auto bytes = store_.Get(EventKey(stored_in, place.id));
  if (!bytes.ok() || !*bytes || !stored.ParseFromString(**bytes)) {
    Found(place, "the event cannot be read");
    return std::nullopt;
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
  CheckLane(place, *event);
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
    Found(place, "only events of the node's own stream have a twin");
  }
  const auto part = FirstPart(place.id, stored);
  if (!part) return;
  (void)ApplyKeyEvent(header, part->bytes, place.index,
                      options_.check_certificate, own_directory_);
}

void EventWalk::CheckSeal(const Place& place, const event::ParsedEvent& event,
                          uint64_t index, const KeyDirectory& directory) {
  if (!event.sealed() || keys_ == nullptr) return;
  const auto key =
      directory.KeyFor(event.header.author, *event.header.key_id, index);
  if (!key.ok()) {
    Found(place, base::StrCat("its seal does not count: ",
                              std::string(key.status().message())));
  } else if (!VerifySeal(event, (*key)->key, event.header.exchange).ok()) {
    Found(place, "its seal does not verify");
  } else {
    ++report_.seals_verified;
  }
}

void EventWalk::CheckLane(const Place& place, const event::ParsedEvent& event) {
  const event::Header& header = event.header;
  const base::Hash lane = LaneDigest(header.author, header.audience);
  const auto sequence =
      store_.Get(SequenceKey(place.log, header.stream, lane, header.sequence));
  if (!sequence.ok() || !*sequence || **sequence != place.id.view()) {
    Found(place, "its place in its lane is another's");
  }
  const std::string key = LaneKey(place.log, header.stream, lane);
  const auto end = lanes_.find(key);
  if (end == lanes_.end()) {
    if (header.sequence != 1) Found(place, "its lane does not begin");
  } else if (!event::CheckLink(end->second.header, end->second.id, header)
                  .ok()) {
    Found(place, "it does not continue its lane");
  }
  lanes_.insert_or_assign(key, LaneEnd{.header = header, .id = place.id});
}

void EventWalk::CheckParts(const Place& place,
                           const store::v1::StoredEvent& stored,
                           const event::ParsedEvent& event) {
  std::vector<base::Hash> commitments;
  for (const store::v1::StoredPart& part : stored.parts()) {
    const auto commitment = base::Hash::From(part.commitment());
    if (!commitment) return Found(place, "a commitment cannot be read");
    commitments.push_back(*commitment);
  }
  if (commitments.empty() ||
      event::ContentRoot(commitments) != event.header.content_root) {
    return Found(place, "its commitments are not those of its content root");
  }
  for (int i = 0; i < stored.parts_size(); ++i) CheckPart(place, stored, i);
}

void EventWalk::CheckPart(const Place& place,
                          const store::v1::StoredEvent& stored, int part) {
  const auto sealed =
      store_.Get(PartKey(place.log, place.id, static_cast<size_t>(part)));
  if (!sealed.ok()) return Found(place, "a part cannot be read");
  if (*sealed) ++parts_[SlotOf(place.log)];
  if (stored.parts(part).withheld()) {
    if (*sealed) Found(place, "a part that was withheld is stored");
    return;
  }
  const auto key = event::DataKeyId::From(stored.data_key_id());
  if (!key) return Found(place, "its data key is not named");
  if (keys_ == nullptr) {
    // Whether it was erased only the key store can say.
    if (!*sealed) Found(place, base::StrCat("part ", part, " is missing"));
    return;
  }
  const auto opened =
      keys_->OpenPart(*key, *base::Hash::From(stored.parts(part).commitment()),
                      sealed->value_or(""));
  if (opened.ok()) {
    ++report_.parts_opened;
  } else if (absl::IsNotFound(opened.status())) {
    ++report_.parts_erased;
  } else {
    Found(place, base::StrCat("part ", part,
                              " is missing or is not what its commitment "
                              "says"));
  }
}

}  // namespace sijill::casefile::check
