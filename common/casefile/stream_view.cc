// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/stream_view.h"

#include <utility>

#include "common/base/status_macros.h"
#include "common/casefile/layout.h"
#include "common/event/header.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {

bool EveryPart(uint32_t, size_t) { return true; }
bool NoPart(uint32_t, size_t) { return false; }

absl::StatusOr<HeldEvent> StreamReader::Event(ledger::LogKind log,
                                              const base::Hash& id,
                                              const PartFilter& filter) const {
  ASSIGN_OR_RETURN(const auto bytes, reader_.Get(EventKey(log, id)));
  if (!bytes) return absl::NotFoundError("no such event");
  store::v1::StoredEvent stored;
  if (!stored.ParseFromString(*bytes)) {
    return absl::DataLossError("a stored event is damaged");
  }
  auto parsed = event::ParseSignedHeader(stored.signed_header());
  if (!parsed.ok() || parsed->id != id) {
    return absl::DataLossError("a stored event is not the one of its id");
  }
  HeldEvent held{.event = *std::move(parsed),
                 .signed_header = stored.signed_header(),
                 .log = log,
                 .index = stored.index()};
  if (stored.has_author_index()) held.author_index = stored.author_index();
  const auto key = event::DataKeyId::From(stored.data_key_id());
  if (key) held.data_key = *key;
  for (int i = 0; i < stored.parts_size(); ++i) {
    const auto commitment = base::Hash::From(stored.parts(i).commitment());
    if (!commitment || !key) {
      return absl::DataLossError("a stored event is damaged");
    }
    held.commitments.push_back(*commitment);
    held.parts.emplace_back();
    const auto part = static_cast<size_t>(i);
    if (stored.parts(i).withheld() || !filter(held.event.header.kind, part)) {
      continue;
    }
    ASSIGN_OR_RETURN(const auto sealed, reader_.Get(PartKey(log, id, part)));
    if (!sealed) continue;  // erased
    auto opened = keys_.OpenPart(*key, *commitment, *sealed);
    if (opened.ok()) {
      held.parts.back() = *std::move(opened);
    } else if (!absl::IsNotFound(opened.status())) {
      return opened.status();
    }
  }
  if (event::ContentRoot(held.commitments) != held.event.header.content_root) {
    return absl::DataLossError("stored content is not that of its event");
  }
  return held;
}

absl::Status StreamReader::LoadLanes(ledger::LogKind log,
                                     const PartFilter& filter,
                                     StreamView& view) const {
  std::vector<base::Hash> ids;
  absl::Status damage;
  // Lanes lie beside each other, each in its sequence.
  const std::string prefix = SequencePrefix(log, view.stream, base::Hash());
  const std::string stream_prefix =
      prefix.substr(0, prefix.size() - base::Hash::kSize);
  RETURN_IF_ERROR(storage::ScanPrefix(
      reader_, stream_prefix, [&](std::string_view, std::string_view value) {
        const auto id = base::Hash::From(value);
        if (!id) damage = absl::DataLossError("a lane is damaged");
        if (id) ids.push_back(*id);
        return id.has_value();
      }));
  RETURN_IF_ERROR(damage);
  for (const base::Hash& id : ids) {
    auto held = Event(log, id, filter);
    if (absl::IsNotFound(held.status())) {
      return absl::DataLossError("a lane names an event that is missing");
    }
    RETURN_IF_ERROR(held.status());
    view.events.push_back(*std::move(held));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<HeldEvent>> StreamReader::Lane(
    const base::StreamName& stream, const base::Hash& lane, const LaneTip& tip,
    uint64_t after, const PartFilter& filter) const {
  std::vector<base::Hash> ids;
  RETURN_IF_ERROR(
      reader_.Scan(SequenceKey(tip.log, stream, lane, after + 1),
                   SequenceKey(tip.log, stream, lane, tip.sequence + 1),
                   [&](std::string_view, std::string_view value) {
                     const auto id = base::Hash::From(value);
                     if (id) ids.push_back(*id);
                     return id.has_value();
                   }));
  if (ids.size() != tip.sequence - after ||
      (!ids.empty() && ids.back() != tip.id)) {
    return absl::DataLossError("a lane does not lead to its head");
  }
  std::vector<HeldEvent> events;
  for (const base::Hash& id : ids) {
    auto held = Event(tip.log, id, filter);
    if (absl::IsNotFound(held.status())) {
      return absl::DataLossError("a lane names an event that is missing");
    }
    RETURN_IF_ERROR(held.status());
    events.push_back(*std::move(held));
  }
  return events;
}

absl::StatusOr<StreamView> StreamReader::Load(const base::StreamName& stream,
                                              Scope scope,
                                              const PartFilter& filter) const {
  StreamView view{.stream = stream};
  ASSIGN_OR_RETURN(view.guard_version, ReadGuardVersion(reader_, stream));
  ASSIGN_OR_RETURN(
      view.registry_version,
      ReadGuardVersion(reader_, base::StreamName::ForRegistry(domain_)));
  RETURN_IF_ERROR(LoadLanes(ledger::LogKind::kShared, filter, view));
  if (scope == Scope::kAll) {
    RETURN_IF_ERROR(LoadLanes(ledger::LogKind::kOwn, filter, view));
  }
  return view;
}

}  // namespace sijill::casefile
