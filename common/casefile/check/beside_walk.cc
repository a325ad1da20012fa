// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/check/beside_walk.h"

#include <utility>

#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/casefile/check/log_walk.h"
#include "common/casefile/layout.h"
#include "common/casefile/record.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile::check {
namespace {

using ledger::LogKind;

// A value of exactly eight bytes.
std::optional<uint64_t> ReadU64(
    const absl::StatusOr<std::optional<std::string>>& bytes) {
  if (!bytes.ok() || !*bytes || (*bytes)->size() != 8) return std::nullopt;
  return base::ByteReader(**bytes).ReadU64();
}

// Whether some walk looks at the records whose keys begin so.
bool IsKnown(std::string_view key) {
  if (key == KeyStorePositionKey() || key == ledger::TermKey()) return true;
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    if (key == ledger::SizeKey(log) || key == ledger::HeadKey(log)) return true;
  }
  if (key.size() < 2) return false;
  const std::string_view letters = key[0] == 'M' ? "gprxz" : "elnpqv";
  return (key[0] == 'M' || key[0] == 'S' || key[0] == 'O') &&
         letters.find(key[1]) != std::string_view::npos;
}

}  // namespace

void BesideWalk::Scan(std::string_view prefix, Visit visit) {
  const absl::Status status = storage::ScanPrefix(
      store_, prefix, [&](std::string_view key, std::string_view value) {
        key.remove_prefix(prefix.size());
        visit(key, value);
        return true;
      });
  if (!status.ok()) Found("records beside the logs cannot be read");
}

void BesideWalk::Peers() {
  Scan("Mp", [&](std::string_view peer, std::string_view value) {
    CheckPosition(peer, value);
  });
  if (!tally_.peers.empty()) {
    Found("events of a peer are held whose position is not known");
  }
}

void BesideWalk::CheckPosition(std::string_view peer, std::string_view value) {
  const auto position =
      DecodeRecord<store::v1::PeerPosition>(base::StrCat("Mp", peer), value);
  if (!position) {
    return Found("the position of a peer was changed or cannot be read");
  }
  const auto checkpoint = ReadCheckpoint(position->checkpoint(), {});
  if (!checkpoint.ok() ||
      !checkpoint->origin.starts_with(base::StrCat(peer, "/")) ||
      checkpoint->size < position->next_index()) {
    Found("the position of a peer does not fit its checkpoint");
  }
  const auto held = tally_.peers.find(std::string(peer));
  if (held != tally_.peers.end()) {
    if (held->second > position->next_index()) {
      Found("an event of a peer is held from behind the peer's position");
    }
    tally_.peers.erase(held);
  }
  if (CountEvidence(peer, position->next_index()) != position->refused()) {
    Found("refused events and their number differ");
  }
}

uint64_t BesideWalk::CountEvidence(std::string_view peer, uint64_t next_index) {
  uint64_t count = 0;
  const auto domain = base::DomainName::Parse(peer);
  if (!domain.ok()) return count;
  const std::string prefix = RefusedPrefix(*domain);
  Scan(prefix, [&](std::string_view index, std::string_view value) {
    ++count;
    const auto refused = DecodeRecord<store::v1::RefusedEvent>(
        base::StrCat(prefix, index), value);
    if (!refused || base::U64(refused->author_index()) != index ||
        refused->author_index() >= next_index || refused->reason().empty()) {
      Found("a refused event was changed or cannot be read");
    }
  });
  return count;
}

void BesideWalk::Versions() {
  Scan(kGuardPrefix, [&](std::string_view name, std::string_view value) {
    const auto stream = base::StreamName::Parse(name);
    const auto guard =
        stream.ok() ? tally_.guards.find(*stream) : tally_.guards.end();
    if (guard == tally_.guards.end() || base::U64(guard->second) != value) {
      Found("a guard version is not what its events raised it to");
    }
    if (guard != tally_.guards.end()) tally_.guards.erase(guard);
  });
  if (!tally_.guards.empty()) Found("a guard version is missing");
  Scan("Mz", [&](std::string_view bytes, std::string_view lane) {
    const auto seal = base::FixedBytes<64>::From(bytes);
    const auto known = seal ? tally_.seals.find(*seal) : tally_.seals.end();
    if (known == tally_.seals.end() || known->second.view() != lane) {
      return Found("a seal is noted for another lane than its events'");
    }
    tally_.seals.erase(known);
  });
  if (!tally_.seals.empty()) Found("a seal of several events is not noted");
  // Which term it is only the `released` file can say.
  const bool started = report_.shared_size + report_.own_size > 0;
  if (started && ReadU64(store_.Get(ledger::TermKey())).value_or(0) == 0) {
    Found("the term is damaged");
  }
}

void BesideWalk::KeyStore() {
  const auto needed = ReadU64(store_.Get(KeyStorePositionKey()));
  if (needed.value_or(0) < tally_.data_keys ||
      needed.has_value() != (tally_.data_keys > 0)) {
    Found("the position of the key store is not that of the data keys used");
  }
  if (options_.keys == nullptr) return;
  const auto census = options_.keys->Count();
  if (!census.ok() || census->damaged > 0) {
    return Found("the key store holds what it does not write");
  }
  if (needed.value_or(0) > census->position) {
    Found("the key store is older than what was written with it");
  }
  if (census->keys + tally_.data_keys_gone != census->position) {
    Found("the key store's position is not that of its keys");
  }
}

void BesideWalk::Strangers() {
  const absl::Status status = store_.Scan(
      "", std::string(64, '\xff'), [&](std::string_view key, std::string_view) {
        if (!IsKnown(key)) Found("a record that nothing writes");
        return true;
      });
  if (!status.ok()) Found("the store cannot be read to its end");
  uint64_t evidence = 0;
  uint64_t counted = 0;
  Scan("Mx", [&](std::string_view, std::string_view) { ++evidence; });
  Scan("Mp", [&](std::string_view, std::string_view value) {
    store::v1::PeerPosition position;
    if (position.ParseFromString(std::string(value))) {
      counted += position.refused();
    }
  });
  if (evidence != counted) Found("there is evidence of what no peer sent");
}

}  // namespace sijill::casefile::check
