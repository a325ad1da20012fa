// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/casefile.h"

#include <future>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/crypto/hmac.h"
#include "common/event/derived.h"

namespace sijill::casefile {

Casefile::Casefile(storage::Store& store, content::KeyStore& keys,
                   const SealKeys& seals, Draws& draws, const Options& options)
    : store_(store),
      keys_store_(keys),
      node_{.exchange = options.exchange,
            .domain = options.domain,
            .keys = keys,
            .seals = seals,
            .draws = draws,
            .kinds = options.kinds},
      request_key_(options.request_key),
      check_certificate_(options.check_certificate) {}

absl::StatusOr<std::unique_ptr<Casefile>> Casefile::Open(
    storage::Store& store, content::KeyStore& keys, const SealKeys& seals,
    Draws& draws, const time::Clock& clock, Options options) {
  std::unique_ptr<Casefile> casefile(
      new Casefile(store, keys, seals, draws, options));
  Casefile* self = casefile.get();
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
  RETURN_IF_ERROR(keys_store_.Flush());
  records_.PutInto(batch);
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
  const auto snapshot = store_.Snapshot();
  return StreamReader(*snapshot, keys_store_, node_.domain)
      .Load(stream, scope, filter);
}

absl::StatusOr<HeldEvent> Casefile::Event(ledger::LogKind log,
                                          const base::Hash& id,
                                          const PartFilter& filter) const {
  return StreamReader(store_, keys_store_, node_.domain).Event(log, id, filter);
}

Casefile::LogView Casefile::Log(ledger::LogKind log) const {
  return LogView(store_.Snapshot(), log);
}

absl::StatusOr<Casefile::PeerState> Casefile::PositionOf(
    const base::DomainName& peer) const {
  ASSIGN_OR_RETURN(const auto bytes, store_.Get(PeerKey(peer)));
  store::v1::PeerPosition position;
  if (bytes && !position.ParseFromString(*bytes)) {
    return absl::DataLossError("the position of a peer is damaged");
  }
  return PeerState{.next_index = position.next_index(),
                   .checkpoint = position.checkpoint()};
}

absl::StatusOr<uint64_t> Casefile::RegistryVersion() const {
  ASSIGN_OR_RETURN(
      const auto bytes,
      store_.Get(GuardKey(base::StreamName::ForRegistry(node_.domain))));
  if (!bytes) return 0;
  const auto version = base::ByteReader(*bytes).ReadU64();
  if (!version) return absl::DataLossError("a guard version is damaged");
  return *version;
}

absl::StatusOr<ImportAnswer> Casefile::Import(const Peer& peer,
                                              const Delivery& delivery) {
  ASSIGN_OR_RETURN(const PeerState state, PositionOf(peer.domain));
  KeyDirectory known = keys();
  ASSIGN_OR_RETURN(std::vector<CheckedEvent> checked,
                   CheckDelivery({.exchange = node_.exchange,
                                  .domain = node_.domain,
                                  .kinds = node_.kinds,
                                  .check_certificate = check_certificate_,
                                  .held_checkpoint = state.checkpoint},
                                 peer, delivery, known));
  std::promise<absl::StatusOr<ImportAnswer>> promise;
  auto future = promise.get_future();
  ledger_->Submit(std::make_unique<ImportSubmission>(
      node_, peer.domain, std::move(checked), delivery.checkpoint,
      state.next_index, delivery.next_index,
      [&](absl::StatusOr<ImportAnswer> answer) {
        if (answer.ok()) Written(answer->written);
        promise.set_value(std::move(answer));
      }));
  return future.get();
}

KeyDirectory Casefile::keys() const {
  base::MutexLock lock(mu_);
  return directory_;
}

void Casefile::SetListener(
    std::function<void(const std::vector<EventPlace>&)> listener) {
  base::MutexLock lock(mu_);
  listener_ = std::move(listener);
}

// Streams of nodes, ours and our peers', as they lie here.
absl::Status Casefile::LoadKeys() {
  std::vector<EventPlace> places;
  const std::string prefix =
      base::StrCat(ledger::Prefix(ledger::LogKind::kShared), "qnodes/");
  RETURN_IF_ERROR(storage::ScanPrefix(
      store_, prefix, [&](std::string_view, std::string_view value) {
        if (const auto id = base::Hash::From(value)) {
          places.push_back({.stream = base::StreamName::ForNode(node_.domain),
                            .event_id = *id});
        }
        return true;
      }));
  for (const EventPlace& place : places) RETURN_IF_ERROR(NoteKeyEvent(place));
  return absl::OkStatus();
}

absl::Status Casefile::NoteKeyEvent(const EventPlace& place) {
  ASSIGN_OR_RETURN(const HeldEvent held,
                   Event(ledger::LogKind::kShared, place.event_id, EveryPart));
  if (held.parts.empty() || !held.parts.front()) return absl::OkStatus();
  base::MutexLock lock(mu_);
  return ApplyKeyEvent(held.event.header, held.parts.front()->bytes,
                       held.author_index.value_or(held.index),
                       check_certificate_, directory_);
}

void Casefile::Written(const std::vector<EventPlace>& places) {
  for (const EventPlace& place : places) {
    if (place.stream.shape() != base::StreamName::Shape::kNode) continue;
    // It was verified before it was written; a key that cannot be read again
    // is not used.
    (void)NoteKeyEvent(place);
  }
  std::function<void(const std::vector<EventPlace>&)> listener;
  {
    base::MutexLock lock(mu_);
    listener = listener_;
  }
  if (listener && !places.empty()) listener(places);
}

}  // namespace sijill::casefile
