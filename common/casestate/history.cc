// SPDX-License-Identifier: Apache-2.0
#include "common/casestate/history.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>

#include "absl/container/flat_hash_map.h"

namespace sijill::casestate {
namespace {

// Ranks are places in the list sorted by (recorded-at, id).
using Rank = size_t;
using RankOf = absl::flat_hash_map<base::Hash, Rank>;

auto OpenedParts(const FoldEvent& event) {
  return std::count_if(event.parts.begin(), event.parts.end(),
                       [](const auto& part) { return part.has_value(); });
}

// Indices by (recorded-at, id), each id once.
std::vector<size_t> ByTime(std::span<const FoldEvent> events) {
  std::vector<size_t> indices(events.size());
  for (size_t i = 0; i < indices.size(); ++i) indices[i] = i;
  const auto key = [&](size_t i) {
    const FoldEvent& event = events[i];
    return std::make_tuple(event.recorded_at, event.id, -OpenedParts(event));
  };
  std::sort(indices.begin(), indices.end(),
            [&](size_t a, size_t b) { return key(a) < key(b); });
  const auto same = [&](size_t a, size_t b) {
    return events[a].id == events[b].id;
  };
  indices.erase(std::unique(indices.begin(), indices.end(), same),
                indices.end());
  return indices;
}

// For each rank, the ranks that it is a cause of; and how many causes each has.
struct Causes {
  std::vector<std::vector<Rank>> effects;
  std::vector<size_t> waits_for;
};

Causes Link(std::span<const FoldEvent> events,
            const std::vector<size_t>& by_time) {
  RankOf rank_of;
  for (Rank rank = 0; rank < by_time.size(); ++rank) {
    rank_of.emplace(events[by_time[rank]].id, rank);
  }
  Causes causes{.effects = std::vector<std::vector<Rank>>(by_time.size()),
                .waits_for = std::vector<size_t>(by_time.size())};
  for (Rank rank = 0; rank < by_time.size(); ++rank) {
    const FoldEvent& event = events[by_time[rank]];
    const auto link = [&](const base::Hash& cause) {
      const auto found = rank_of.find(cause);
      if (found == rank_of.end() || found->second == rank) return;
      causes.effects[found->second].push_back(rank);
      ++causes.waits_for[rank];
    };
    for (const base::Hash& seen : event.seen) link(seen);
    if (event.previous.has_value()) link(*event.previous);
  }
  return causes;
}

}  // namespace

std::vector<size_t> Order(std::span<const FoldEvent> events) {
  const std::vector<size_t> by_time = ByTime(events);
  Causes causes = Link(events, by_time);
  std::priority_queue<Rank, std::vector<Rank>, std::greater<>> ready;
  for (Rank rank = 0; rank < by_time.size(); ++rank) {
    if (causes.waits_for[rank] == 0) ready.push(rank);
  }
  std::vector<size_t> order;
  std::vector<bool> taken(by_time.size());
  Rank earliest = 0;  // no rank below it is left
  while (order.size() < by_time.size()) {
    if (ready.empty()) {
      // Ids are hashes, so causes cannot form a ring; should damaged input
      // say so, the earliest event breaks it.
      while (taken[earliest]) ++earliest;
      ready.push(earliest);
    }
    const Rank rank = ready.top();
    ready.pop();
    if (taken[rank]) continue;
    taken[rank] = true;
    order.push_back(by_time[rank]);
    for (const Rank effect : causes.effects[rank]) {
      if (--causes.waits_for[effect] == 0) ready.push(effect);
    }
  }
  return order;
}

}  // namespace sijill::casestate
