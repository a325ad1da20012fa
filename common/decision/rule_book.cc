// SPDX-License-Identifier: Apache-2.0
#include "common/decision/rule_book.h"

#include <algorithm>
#include <map>
#include <utility>

#include "common/base/text.h"
#include "common/refusal/refusal.h"

namespace sijill::decision {
namespace {

absl::Status UnknownRuleSet(absl::StatusCode code) {
  return refusal::Refuse(code, "RULE_SET_UNKNOWN",
                         "no such rule set holds in this corridor");
}

bool Covers(const rules::RuleSet& set, const rules::Scope& scope) {
  return set.procedures.contains(scope.procedure) &&
         set.corridors.Contains(scope.requesting, scope.requested) &&
         (set.posts.empty() || set.posts.contains(scope.post));
}

// The ids of the layers, highest first, joined by "+".
std::string JoinedIds(const rules::Rules& rules) {
  std::string ids;
  for (const rules::Rules::LayerName& layer : rules.layers()) {
    ids += base::StrCat(ids.empty() ? "" : "+", layer.id);
  }
  return ids.empty() ? std::string(kNoRuleSet) : ids;
}

std::string JoinedVersions(const rules::Rules& rules) {
  std::string versions;
  for (const rules::Rules::LayerName& layer : rules.layers()) {
    versions += base::StrCat(versions.empty() ? "" : "+", layer.version);
  }
  return versions;
}

}  // namespace

absl::StatusOr<rules::Rules> RuleBook::Resolve(const rules::Scope& scope,
                                               std::string_view wanted,
                                               std::string_view exchange,
                                               absl::CivilDay day) const {
  // The newest version of each set that holds there.
  std::map<std::string, const rules::RuleSet*> holds;
  for (const rules::RuleSet& set : sets_) {
    if (!Covers(set, scope) || !set.AppliesOn(exchange, day)) continue;
    const rules::RuleSet*& newest = holds[set.id];
    if (newest == nullptr || newest->version < set.version) newest = &set;
  }
  const bool none = wanted == kNoRuleSet;
  if (!wanted.empty() && !none && !holds.contains(std::string(wanted))) {
    return UnknownRuleSet(absl::StatusCode::kInvalidArgument);
  }
  std::vector<rules::RuleSet> layers;
  const auto named = holds.find(std::string(wanted));
  for (const auto& [id, set] : holds) {
    if (none && set->layer != rules::Layer::kPractice) continue;
    const bool instead = named != holds.end() && id != named->first &&
                         set->layer == named->second->layer;
    if (instead) continue;
    layers.push_back(*set);
  }
  return rules::Rules::Resolve(layers, scope);
}

absl::StatusOr<rules::Rules> RuleBook::Find(
    const v1::VersionReference& reference, const rules::Scope& scope) const {
  const absl::Status unknown =
      UnknownRuleSet(absl::StatusCode::kFailedPrecondition);
  std::vector<rules::RuleSet> layers;
  const auto ids = base::Split(reference.id(), '+');
  const auto versions = base::Split(reference.version(), '+');
  if (reference.id() != kNoRuleSet) {
    if (ids.size() != versions.size()) return unknown;
    for (size_t i = 0; i < ids.size(); ++i) {
      const auto found =
          std::ranges::find_if(sets_, [&](const rules::RuleSet& set) {
            return set.id == ids[i] &&
                   std::to_string(set.version) == versions[i];
          });
      if (found == sets_.end()) return unknown;
      layers.push_back(*found);
    }
  }
  auto resolved = rules::Rules::Resolve(layers, scope);
  const bool exact =
      resolved.ok() &&
      (layers.empty() || resolved->digest().view() == reference.digest());
  if (!exact) return unknown;
  return resolved;
}

absl::StatusOr<rules::Calendar> RuleBook::FindCalendar(
    std::string_view id, std::string_view digest,
    std::string_view state) const {
  const rules::Calendar* best = nullptr;
  for (const rules::Calendar& calendar : calendars_) {
    const bool named =
        id.empty() ? calendar.state() == state : calendar.id() == id;
    const bool exact = digest.empty() || calendar.digest().view() == digest;
    if (!named || !exact) continue;
    if (best == nullptr || best->version() < calendar.version()) {
      best = &calendar;
    }
  }
  if (best == nullptr) {
    return UnknownRuleSet(absl::StatusCode::kFailedPrecondition);
  }
  return *best;
}

v1::VersionReference ReferenceOf(const rules::Rules& rules) {
  v1::VersionReference reference;
  reference.set_id(JoinedIds(rules));
  reference.set_version(JoinedVersions(rules));
  if (!rules.layers().empty()) reference.set_digest(rules.digest().str());
  return reference;
}

v1::VersionReference ReferenceOf(const rules::Calendar& calendar) {
  v1::VersionReference reference;
  reference.set_id(calendar.id());
  reference.set_version(std::to_string(calendar.version()));
  reference.set_digest(calendar.digest().str());
  return reference;
}

}  // namespace sijill::decision
