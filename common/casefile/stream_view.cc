// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/stream_view.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/casefile/layout.h"
#include "common/event/header.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {

bool EveryPart(uint32_t, size_t) { return true; }
bool NoPart(uint32_t, size_t) { return false; }

std::vector<base::Hash> StreamView::SeenBy(
    const base::AgencyName& author,
    std::span<const std::string> audience) const {
  // Events stand in sequence, so the last of a lane is its head.
  std::map<base::Hash, const HeldEvent*> heads;
  for (const HeldEvent& held : events) {
    const event::Header& header = held.event.header;
    const bool own_lane = header.author == author &&
                          std::ranges::equal(header.audience, audience);
    if (own_lane || !event::AudienceContains(header.audience, audience)) {
      continue;
    }
    heads[LaneDigest(header.author, header.audience)] = &held;
  }
  std::vector<std::pair<uint64_t, base::Hash>> latest;
  for (const auto& [lane, held] : heads) {
    latest.emplace_back(held->event.header.recorded_at, held->event.id);
  }
  std::sort(latest.rbegin(), latest.rend());
  if (latest.size() > event::kMaxSeen) latest.resize(event::kMaxSeen);
  std::vector<base::Hash> seen;
  for (const auto& [at, id] : latest) seen.push_back(id);
  std::sort(seen.begin(), seen.end());
  return seen;
}

absl::StatusOr<uint64_t> StreamReader::Guard(
    const base::StreamName& stream) const {
  ASSIGN_OR_RETURN(const auto bytes, reader_.Get(GuardKey(stream)));
  if (!bytes) return 0;
  const auto version = base::ByteReader(*bytes).ReadU64();
  if (!version) return absl::DataLossError("a guard version is damaged");
  return *version;
}

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

absl::StatusOr<StreamView> StreamReader::Load(const base::StreamName& stream,
                                              Scope scope,
                                              const PartFilter& filter) const {
  StreamView view{.stream = stream};
  ASSIGN_OR_RETURN(view.guard_version, Guard(stream));
  ASSIGN_OR_RETURN(view.registry_version,
                   Guard(base::StreamName::ForRegistry(domain_)));
  RETURN_IF_ERROR(LoadLanes(ledger::LogKind::kShared, filter, view));
  if (scope == Scope::kAll) {
    RETURN_IF_ERROR(LoadLanes(ledger::LogKind::kOwn, filter, view));
  }
  return view;
}

}  // namespace sijill::casefile
