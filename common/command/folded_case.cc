// SPDX-License-Identifier: Apache-2.0
#include "common/command/folded_case.h"

#include <algorithm>
#include <utility>

#include "common/base/status_macros.h"
#include "common/event/header.h"

namespace sijill::command {
namespace {

size_t BytesOf(const casestate::FoldEvent& event) {
  size_t bytes = sizeof(event) + event.author.str().size() +
                 event.seen.size() * base::Hash::kSize;
  for (const std::string& domain : event.audience) {
    bytes += sizeof(domain) + domain.size();
  }
  for (const auto& part : event.parts) {
    bytes += sizeof(part) + (part ? part->capacity() : 0);
  }
  return bytes;
}

size_t BytesOf(const FoldedCase& folded) {
  size_t bytes = sizeof(folded) + folded.state.shared.SpaceUsedLong() +
                 folded.state.own.SpaceUsedLong();
  for (const auto& event : folded.events) bytes += BytesOf(event);
  return bytes;
}

// How far the events of `held` reach in the lane.
uint64_t ReachOf(const FoldedCase* held, const base::Hash& lane) {
  if (held == nullptr) return 0;
  const auto found = held->lanes.find(lane);
  return found == held->lanes.end() ? 0 : found->second.sequence;
}

void Append(std::vector<casefile::HeldEvent> tail, FoldedCase& folded) {
  for (casefile::HeldEvent& held : tail) {
    const bool read = std::ranges::any_of(
        held.parts, [](const auto& part) { return part.has_value(); });
    if (read) folded.keys.insert(held.data_key);
    folded.events.push_back(ToFoldEvent(std::move(held)));
  }
}

}  // namespace

casestate::FoldEvent ToFoldEvent(casefile::HeldEvent held) {
  event::Header& header = held.event.header;
  casestate::FoldEvent event{.id = held.event.id,
                             .author = std::move(header.author)};
  event.kind = header.kind;
  event.recorded_at = header.recorded_at;
  event.seen = std::move(header.seen);
  event.previous = header.previous;
  event.sequence = header.sequence;
  event.audience = std::move(header.audience);
  event.critical = header.critical;
  event.newer_format = header.format != event::kFormat;
  for (auto& part : held.parts) {
    event.parts.push_back(part ? std::optional(std::move(part->bytes))
                               : std::nullopt);
  }
  return event;
}

std::vector<casestate::FoldEvent> ToFoldEvents(
    const casefile::StreamView& view) {
  std::vector<casestate::FoldEvent> events;
  events.reserve(view.events.size());
  for (const auto& held : view.events) events.push_back(ToFoldEvent(held));
  return events;
}

absl::StatusOr<std::shared_ptr<const FoldedCase>> FoldCase(
    const casefile::StreamReader& streams, const casefile::StreamHeads& heads,
    const FoldedCase* held) {
  auto folded = std::make_shared<FoldedCase>();
  folded->lanes = heads.lanes;
  if (held != nullptr) {
    folded->events = held->events;
    folded->keys = held->keys;
  }
  for (const auto& [lane, tip] : heads.lanes) {
    const uint64_t reach = ReachOf(held, lane);
    if (reach == tip.sequence) continue;
    ASSIGN_OR_RETURN(auto tail, streams.Lane(heads.stream, lane, tip, reach));
    Append(std::move(tail), *folded);
  }
  folded->state = casestate::Fold(heads.stream, folded->events);
  folded->bytes = BytesOf(*folded);
  return folded;
}

bool IsReadable(const casefile::StreamReader& streams,
                const FoldedCase& folded) {
  return std::ranges::all_of(
      folded.keys, [&](const auto& key) { return streams.Holds(key); });
}

}  // namespace sijill::command
