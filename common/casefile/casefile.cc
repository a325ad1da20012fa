// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/casefile.h"

#include <future>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/hmac.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/crypto/hmac.h"
#include "common/event/derived.h"

namespace sijill::casefile {
namespace {

constexpr std::string_view kOpeningTag{"sijill/opening/v1\0", 18};

}  // namespace

Casefile::Casefile(storage::Store& store, content::KeyStore& keys,
                   const SealKeys& seals, Draws& draws, const Options& options)
    : store_(store),
      keys_store_(keys),
      node_{
          .exchange = options.exchange,
          .domain = options.domain,
          .keys = keys,
          .seals = seals,
          .draws = draws,
          .kinds = options.kinds,
          .may_seal =
              [this](const base::AgencyName& agency, const base::Hash& key_id) {
                return MaySeal(agency, key_id);
              },
          .known_keys = [this] { return *this->keys(); },
          .check_certificate = options.check_certificate},
      request_key_(options.request_key),
      check_certificate_(options.check_certificate) {}

absl::StatusOr<std::unique_ptr<Casefile>> Casefile::Open(
    storage::Store& store, content::KeyStore& keys, const SealKeys& seals,
    Draws& draws, const time::Clock& clock, Options options) {
  std::unique_ptr<Casefile> casefile(
      new Casefile(store, keys, seals, draws, options));
  Casefile* self = casefile.get();
  RETURN_IF_ERROR(casefile->CheckKeyStore());
  ASSIGN_OR_RETURN(casefile->ledger_,
                   ledger::Ledger::Open(
                       store, clock, *self,
                       {.shared_signer = std::move(options.shared_signer),
                        .own_signer = std::move(options.own_signer),
                        .released_path = std::move(options.released_path),
                        .rehash =
                            [self](ledger::LogKind, std::string_view locator) {
                              return self->Rehash(locator);
                            },
                        .on_fatal = std::move(options.on_fatal),
                        .limits = options.limits}));
  RETURN_IF_ERROR(casefile->LoadKeys());
  return casefile;
}

absl::Status Casefile::BeforeCommit(ledger::Batch& batch) {
  const uint64_t before = keys_store_.position();
  RETURN_IF_ERROR(keys_store_.Flush());
  const uint64_t position = keys_store_.position();
  if (position != before) {
    batch.Put(KeyStorePositionKey(), base::U64(position));
  }
  records_.PutInto(batch);
  return absl::OkStatus();
}

// The store names the position of the key store that it was written with.
absl::Status Casefile::CheckKeyStore() const {
  ASSIGN_OR_RETURN(const auto bytes, store_.Get(KeyStorePositionKey()));
  if (!bytes) return absl::OkStatus();
  const auto needed = base::ByteReader(*bytes).ReadU64();
  if (!needed) {
    return absl::DataLossError("the key store's position is damaged");
  }
  if (*needed > keys_store_.position()) {
    return absl::DataLossError(
        "the key store is older than what was written with it: content would "
        "be lost, so this node does not serve");
  }
  return absl::OkStatus();
}

absl::StatusOr<base::Hash> Casefile::Rehash(std::string_view locator) const {
  const auto located = ParseLocator(locator);
  if (!located) return absl::DataLossError("an entry leads nowhere");
  const StreamReader reader(store_, keys_store_, node_.domain);
  ASSIGN_OR_RETURN(const HeldEvent held,
                   reader.Event(located->log, located->id, NoPart));
  return held.event.entry;
}

base::Hash Casefile::RequestHmac(std::string_view method,
                                 std::string_view request) const {
  return event::IdempotencyValue(request_key_, method, request);
}

OpeningName Casefile::NameOpening(const base::AgencyName& agency,
                                  std::string_view request_id) const {
  const base::Hash random = base::HmacSha256(
      request_key_, {kOpeningTag, base::LengthPrefixed(agency.str()),
                     base::LengthPrefixed(request_id)});
  return {.random = random,
          .stream = base::StreamName::ForCase(
              event::CaseIdOf(node_.exchange, agency, random))};
}

absl::StatusOr<std::optional<Receipt>> Casefile::Known(
    const base::AgencyName& agency, std::string_view request_id,
    const base::Hash& request_hmac) const {
  ASSIGN_OR_RETURN(const auto bytes,
                   store_.Get(RequestKey(agency, request_id)));
  if (!bytes) return std::optional<Receipt>();
  store::v1::RequestRecord record;
  if (!record.ParseFromString(*bytes)) {
    return absl::DataLossError("the record of a request is damaged");
  }
  if (!crypto::ConstantTimeEquals(record.request_hmac(), request_hmac.view())) {
    return absl::AlreadyExistsError(
        "this request id was used for another request");
  }
  ASSIGN_OR_RETURN(Receipt receipt, ReceiptOf(record));
  return std::optional<Receipt>(std::move(receipt));
}

absl::StatusOr<Receipt> Casefile::Propose(Command command) {
  std::promise<absl::StatusOr<Receipt>> promise;
  auto future = promise.get_future();
  ledger_->Submit(std::make_unique<CommandSubmission>(
      node_, records_, std::move(command), [&](absl::StatusOr<Receipt> answer) {
        if (answer.ok()) Written(answer->events);
        promise.set_value(std::move(answer));
      }));
  return future.get();
}

absl::StatusOr<StreamView> Casefile::Load(const base::StreamName& stream,
                                          Scope scope,
                                          const PartFilter& filter) const {
  return Streams()->Load(stream, scope, filter);
}

absl::StatusOr<HeldEvent> Casefile::Event(ledger::LogKind log,
                                          const base::Hash& id,
                                          const PartFilter& filter) const {
  return StreamReader(store_, keys_store_, node_.domain).Event(log, id, filter);
}

Casefile::StreamsView Casefile::Streams() const {
  return StreamsView(store_.Snapshot(), keys_store_, node_.domain);
}

Casefile::LogView Casefile::Log(ledger::LogKind log) const {
  return LogView(store_.Snapshot(), log);
}

absl::StatusOr<PeerState> Casefile::PositionOf(
    const base::DomainName& peer) const {
  ASSIGN_OR_RETURN(const auto record, store_.Get(PeerKey(peer)));
  return PeerStateOf(record);
}

absl::StatusOr<std::map<base::StreamName, uint64_t>> Casefile::CaseVersions()
    const {
  std::map<base::StreamName, uint64_t> versions;
  bool damaged = false;
  RETURN_IF_ERROR(storage::ScanPrefix(
      store_, base::StrCat(kGuardPrefix, "cases/"),
      [&](std::string_view key, std::string_view value) {
        key.remove_prefix(kGuardPrefix.size());
        const auto stream = base::StreamName::Parse(key);
        const auto version = base::ByteReader(value).ReadU64();
        damaged = !stream.ok() || !version;
        if (!damaged) versions.emplace(*stream, *version);
        return !damaged;
      }));
  if (damaged) return absl::DataLossError("a guard version is damaged");
  return versions;
}

absl::StatusOr<uint64_t> Casefile::RegistryVersion() const {
  return ReadGuardVersion(store_, base::StreamName::ForRegistry(node_.domain));
}

absl::StatusOr<ImportAnswer> Casefile::Import(const Peer& peer,
                                              const Delivery& delivery) {
  if (peer.domain == node_.domain) {
    return absl::InvalidArgumentError("nobody is his own peer");
  }
  const base::MutexLock lock(ImportLockOf(peer.domain));
  ASSIGN_OR_RETURN(const PeerState state, PositionOf(peer.domain));
  if (delivery.from_index > state.next_index) {
    return absl::AbortedError(
        "the delivery begins behind the position that we hold");
  }
  ASSIGN_OR_RETURN(std::vector<CheckedEvent> checked,
                   CheckDelivery({.exchange = node_.exchange,
                                  .domain = node_.domain,
                                  .kinds = node_.kinds,
                                  .check_certificate = check_certificate_,
                                  .held_checkpoint = state.checkpoint},
                                 peer, delivery, keys()));
  std::promise<absl::StatusOr<ImportAnswer>> promise;
  auto future = promise.get_future();
  ledger_->Submit(std::make_unique<ImportSubmission>(
      node_, peer.domain, std::move(checked), state,
      PeerState{.next_index = delivery.next_index,
                .checkpoint = delivery.checkpoint},
      [&](absl::StatusOr<ImportAnswer> answer) {
        if (answer.ok()) Written(answer->written);
        promise.set_value(std::move(answer));
      }));
  return future.get();
}

base::Mutex& Casefile::ImportLockOf(const base::DomainName& peer) {
  const base::MutexLock lock(mu_);
  return imports_[peer];  // never removed
}

// Of the commits so far. What the same batch changes of keys raises the
// registry version, which every decision that depends on it has in its read
// set.
bool Casefile::MaySeal(const base::AgencyName& agency,
                       const base::Hash& key_id) const {
  return keys()->KeyFor(agency, key_id, UINT64_MAX).ok();
}

std::shared_ptr<const KeyDirectory> Casefile::keys() const {
  base::MutexLock lock(mu_);
  return directory_;
}

void Casefile::SetKeys(KeyDirectory keys) {
  auto shared = std::make_shared<const KeyDirectory>(std::move(keys));
  base::MutexLock lock(mu_);
  directory_ = std::move(shared);
}

void Casefile::SetListener(
    std::function<void(const std::vector<EventPlace>&)> listener) {
  base::MutexLock lock(mu_);
  listener_ = std::move(listener);
}

// Streams of nodes, ours and our peers', as they lie here.
absl::Status Casefile::LoadKeys() {
  std::vector<base::Hash> ids;
  const std::string prefix =
      base::StrCat(ledger::Prefix(ledger::LogKind::kShared), "qnodes/");
  RETURN_IF_ERROR(storage::ScanPrefix(
      store_, prefix, [&](std::string_view, std::string_view value) {
        if (const auto id = base::Hash::From(value)) ids.push_back(*id);
        return true;
      }));
  KeyDirectory keys;
  for (const base::Hash& id : ids) {
    const absl::Status status = NoteKeyEvent(id, keys);
    // A key whose certificate is believed no more is not used; the node serves.
    if (!status.ok() && !absl::IsFailedPrecondition(status)) return status;
  }
  SetKeys(std::move(keys));
  return absl::OkStatus();
}

absl::Status Casefile::NoteKeyEvent(const base::Hash& id,
                                    KeyDirectory& keys) const {
  ASSIGN_OR_RETURN(const HeldEvent held,
                   Event(ledger::LogKind::kShared, id, EveryPart));
  if (held.parts.empty() || !held.parts.front()) return absl::OkStatus();
  return ApplyKeyEvent(held.event.header, held.parts.front()->bytes,
                       held.author_index.value_or(held.index),
                       check_certificate_, keys);
}

void Casefile::Written(const std::vector<EventPlace>& places) {
  for (const EventPlace& place : places) {
    if (place.stream.shape() != base::StreamName::Shape::kNode ||
        !IsKeyEvent(place.kind)) {
      continue;
    }
    KeyDirectory changed = *keys();
    // It was verified before it was written; a key that cannot be read again
    // is not used.
    if (NoteKeyEvent(place.event_id, changed).ok()) SetKeys(std::move(changed));
  }
  std::function<void(const std::vector<EventPlace>&)> listener;
  {
    base::MutexLock lock(mu_);
    listener = listener_;
  }
  if (listener && !places.empty()) listener(places);
}

}  // namespace sijill::casefile
