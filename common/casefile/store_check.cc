// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/store_check.h"

#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/casefile/seal.h"
#include "common/event/header.h"
#include "common/event/signed_header.h"
#include "common/ledger/log_head.h"
#include "common/ledger/log_reader.h"
#include "common/ledger/log_signer.h"
#include "common/merkle/checkpoint.h"
#include "common/merkle/note.h"
#include "common/merkle/tree.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {
namespace {

constexpr uint64_t kChunk = 1024;

// One pass over a store.
class Check {
 public:
  Check(const storage::Reader& reader, const StoreCheckOptions& options)
      : reader_(reader), options_(options) {}

  absl::StatusOr<StoreReport> Run() {
    if (options_.keys != nullptr) RETURN_IF_ERROR(LearnKeys());
    for (const auto log : {ledger::LogKind::kShared, ledger::LogKind::kOwn}) {
      RETURN_IF_ERROR(CheckLog(log));
      RETURN_IF_ERROR(CheckLanes(log));
    }
    return std::move(report_);
  }

 private:
  absl::Status LearnKeys();
  absl::Status CheckLog(ledger::LogKind log);
  absl::Status CheckEntries(ledger::LogKind log, merkle::Frontier& frontier,
                            uint64_t size);
  absl::Status CheckEntry(ledger::LogKind log, const ledger::LogEntry& entry);
  void CheckHead(ledger::LogKind log, const ledger::LogHead& head,
                 const merkle::Frontier& frontier);
  absl::Status CheckContent(const Located& at, uint64_t index,
                            const event::ParsedEvent& event,
                            const store::v1::StoredEvent& stored);
  void CheckSeal(const Located& at, uint64_t index,
                 const event::ParsedEvent& event,
                 const store::v1::StoredEvent& stored);
  absl::Status CheckLanes(ledger::LogKind log);

  void Find(ledger::LogKind log, std::optional<uint64_t> index,
            std::optional<base::Hash> id, std::string what) {
    report_.findings.push_back(
        {.log = log, .index = index, .event_id = id, .what = std::move(what)});
  }

  const storage::Reader& reader_;
  const StoreCheckOptions& options_;
  KeyDirectory keys_;
  StoreReport report_;
};

// Keys endorsed in the streams of nodes, in the order of each lane.
absl::Status Check::LearnKeys() {
  std::vector<base::Hash> ids;
  RETURN_IF_ERROR(storage::ScanPrefix(
      reader_,
      base::StrCat(ledger::Prefix(ledger::LogKind::kShared), "qnodes/"),
      [&](std::string_view, std::string_view value) {
        if (const auto id = base::Hash::From(value)) ids.push_back(*id);
        return true;
      }));
  for (const base::Hash& id : ids) {
    ASSIGN_OR_RETURN(const auto bytes,
                     reader_.Get(EventKey(ledger::LogKind::kShared, id)));
    ASSIGN_OR_RETURN(const auto sealed,
                     reader_.Get(PartKey(ledger::LogKind::kShared, id, 0)));
    store::v1::StoredEvent stored;
    if (!bytes || !sealed || !stored.ParseFromString(*bytes)) continue;
    const auto event = event::ParseSignedHeader(stored.signed_header());
    const auto key = event::DataKeyId::From(stored.data_key_id());
    if (!event.ok() || !key || stored.parts_size() == 0) continue;
    const auto commitment = base::Hash::From(stored.parts(0).commitment());
    if (!commitment) continue;
    const auto part = options_.keys->OpenPart(*key, *commitment, *sealed);
    if (!part.ok()) continue;
    const uint64_t index =
        stored.has_author_index() ? stored.author_index() : stored.index();
    // What does not fit shows again where its entry is looked at.
    (void)ApplyKeyEvent(event->header, part->bytes, index,
                        options_.check_certificate, keys_);
  }
  return absl::OkStatus();
}

absl::Status Check::CheckLog(ledger::LogKind log) {
  const auto head = ledger::ReadLogHead(reader_, log);
  if (!head.ok()) {
    Find(log, {}, {}, std::string(head.status().message()));
    return absl::OkStatus();
  }
  const uint64_t size = head->frontier.size();
  (log == ledger::LogKind::kShared ? report_.shared_size : report_.own_size) =
      size;
  merkle::Frontier frontier;
  RETURN_IF_ERROR(CheckEntries(log, frontier, size));
  CheckHead(log, *head, frontier);
  return absl::OkStatus();
}

absl::Status Check::CheckEntries(ledger::LogKind log,
                                 merkle::Frontier& frontier, uint64_t size) {
  const ledger::LogReader reader(reader_, log);
  absl::Status failure;
  for (uint64_t begin = 0; begin < size; begin += kChunk) {
    const uint64_t count = std::min(kChunk, size - begin);
    const auto entries = reader.Entries(begin, count);
    if (!entries.ok() || entries->size() != count) {
      Find(log, begin, {}, "entries are missing or damaged from here on");
      return absl::OkStatus();
    }
    for (const ledger::LogEntry& entry : *entries) {
      RETURN_IF_ERROR(CheckEntry(log, entry));
      frontier.Append(
          merkle::LeafHash(entry.entry.view()),
          [&](int level, uint64_t node, const base::Hash& hash) {
            if (level == 0 || level % ledger::kTileLevels != 0) return;
            const auto stored = reader_.Get(ledger::NodeKey(log, level, node));
            if (!stored.ok()) failure = stored.status();
            if (stored.ok() && stored->value_or("") != hash.view()) {
              Find(log, entry.index, {}, "a node over this entry is altered");
            }
          });
    }
    RETURN_IF_ERROR(failure);
    if (options_.progress) options_.progress(begin + count, size);
  }
  return absl::OkStatus();
}

absl::Status Check::CheckEntry(ledger::LogKind log,
                               const ledger::LogEntry& entry) {
  const auto at = ParseLocator(entry.locator);
  if (!at) {
    Find(log, entry.index, {}, "the entry leads to no event");
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const auto bytes, reader_.Get(EventKey(at->log, at->id)));
  store::v1::StoredEvent stored;
  if (!bytes || !stored.ParseFromString(*bytes)) {
    Find(log, entry.index, at->id, "the event is missing or damaged");
    return absl::OkStatus();
  }
  if (event::EntryOf(stored.signed_header()) != entry.entry) {
    Find(log, entry.index, at->id,
         "the event was altered: its entry is another");
    return absl::OkStatus();
  }
  const auto event = event::ParseSignedHeader(stored.signed_header());
  if (!event.ok() || event->id != at->id) {
    Find(log, entry.index, at->id, "the event is not the one of its id");
    return absl::OkStatus();
  }
  if (log != at->log) return absl::OkStatus();  // the twin of a shared event
  ++report_.events;
  if (stored.index() != entry.index) {
    Find(log, entry.index, at->id, "the event names another index");
  }
  CheckSeal(*at, entry.index, *event, stored);
  return CheckContent(*at, entry.index, *event, stored);
}

void Check::CheckSeal(const Located& at, uint64_t index,
                      const event::ParsedEvent& event,
                      const store::v1::StoredEvent& stored) {
  if (options_.keys == nullptr || !event.sealed()) return;
  const uint64_t place =
      stored.has_author_index() ? stored.author_index() : index;
  const auto key =
      keys_.KeyFor(event.header.author, *event.header.key_id, place);
  if (!key.ok()) {
    Find(at.log, index, at.id,
         base::StrCat("the seal's key: ", std::string(key.status().message())));
  } else if (!VerifySeal(event, (*key)->key, event.header.exchange).ok()) {
    Find(at.log, index, at.id, "the seal does not verify");
  } else {
    ++report_.seals_verified;
  }
}

absl::Status Check::CheckContent(const Located& at, uint64_t index,
                                 const event::ParsedEvent& event,
                                 const store::v1::StoredEvent& stored) {
  std::vector<base::Hash> commitments;
  const auto key = event::DataKeyId::From(stored.data_key_id());
  for (int i = 0; i < stored.parts_size(); ++i) {
    const auto commitment = base::Hash::From(stored.parts(i).commitment());
    commitments.push_back(commitment.value_or(base::Hash()));
    if (!commitment || stored.parts(i).withheld()) continue;
    const auto part = static_cast<size_t>(i);
    ASSIGN_OR_RETURN(const auto sealed,
                     reader_.Get(PartKey(at.log, at.id, part)));
    if (!sealed) {
      Find(at.log, index, at.id, base::StrCat("part ", i, " is missing"));
      continue;
    }
    if (options_.keys == nullptr || !key) continue;
    const auto opened = options_.keys->OpenPart(*key, *commitment, *sealed);
    if (opened.ok()) {
      ++report_.parts_opened;
    } else if (!absl::IsNotFound(opened.status())) {
      Find(at.log, index, at.id, base::StrCat("part ", i, " was altered"));
    }
  }
  if (commitments.empty() ||
      event::ContentRoot(commitments) != event.header.content_root) {
    Find(at.log, index, at.id, "the commitments are not those of the header");
  }
  return absl::OkStatus();
}

void Check::CheckHead(ledger::LogKind log, const ledger::LogHead& head,
                      const merkle::Frontier& frontier) {
  const uint64_t size = head.frontier.size();
  if (size == 0) return;
  if (frontier.size() != size || frontier.Root() != head.frontier.Root()) {
    Find(log, {}, {}, "the frontier does not fit the entries");
  }
  const auto& known =
      log == ledger::LogKind::kShared ? options_.shared_log : options_.own_log;
  absl::StatusOr<merkle::Checkpoint> checkpoint;
  if (known) {
    checkpoint =
        ledger::OpenCheckpoint(head.checkpoint, known->origin, known->key);
  } else if (const auto note = merkle::ParseNote(head.checkpoint); note.ok()) {
    checkpoint = merkle::ParseCheckpoint(note->text);
  }
  if (!checkpoint.ok() || checkpoint->size != size ||
      checkpoint->root != head.frontier.Root()) {
    Find(log, {}, {}, "the signed checkpoint does not fit the log");
  }
}

// Lanes lie beside each other, each in its sequence: stream, digest, number.
absl::Status Check::CheckLanes(ledger::LogKind log) {
  struct Place {
    std::string lane;  // the key without letters and number
    base::Hash id;
  };
  std::vector<Place> places;
  const std::string prefix = base::StrCat(ledger::Prefix(log), "q");
  RETURN_IF_ERROR(storage::ScanPrefix(
      reader_, prefix, [&](std::string_view key, std::string_view value) {
        key.remove_prefix(prefix.size());
        if (key.size() < sizeof(uint64_t)) return true;
        places.push_back(
            {.lane = std::string(key.substr(0, key.size() - 8)),
             .id = base::Hash::From(value).value_or(base::Hash())});
        return true;
      }));
  std::string lane;
  std::string last_header;
  for (size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    ASSIGN_OR_RETURN(const auto bytes, reader_.Get(EventKey(log, place.id)));
    store::v1::StoredEvent stored;
    const bool held = bytes && stored.ParseFromString(*bytes);
    const auto event = event::ParseSignedHeader(stored.signed_header());
    if (!held || !event.ok()) {
      Find(log, {}, place.id, "an event of a lane is missing or damaged");
      continue;
    }
    const bool first = place.lane != lane;
    lane = place.lane;
    const bool fits =
        first ? event->header.sequence == 1 && !event->header.previous
              : event::CheckLink(last_header, event->header_bytes).ok();
    if (!fits) Find(log, stored.index(), place.id, "the lane breaks here");
    last_header = event->header_bytes;
    const bool last = i + 1 == places.size() || places[i + 1].lane != lane;
    if (!last) continue;
    ++report_.lanes;
    ASSIGN_OR_RETURN(const auto head,
                     reader_.Get(base::StrCat(ledger::Prefix(log), "l", lane)));
    store::v1::LaneHead recorded;
    if (!head || !recorded.ParseFromString(*head) ||
        recorded.event_id() != place.id.view()) {
      Find(log, stored.index(), place.id, "the lane's head is another event");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<StoreReport> CheckStore(const storage::Reader& reader,
                                       const StoreCheckOptions& options) {
  return Check(reader, options).Run();
}

}  // namespace sijill::casefile
