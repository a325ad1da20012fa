// SPDX-License-Identifier: Apache-2.0
#include "common/rules/layers.h"

#include <algorithm>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::rules {
namespace {

constexpr std::string_view kTag{"sijill/rules/v1\0", 16};
constexpr std::string_view kNoneTitle =
    "consular cooperation, no agreed time limit";

template <typename Entry>
const Entry* Find(const std::vector<Entry>& entries, std::string_view id) {
  const auto found = std::ranges::find(entries, id, &Entry::id);
  return found == entries.end() ? nullptr : &*found;
}

// A lower entry takes the place of the one with its id, or goes to the end.
template <typename Entry>
void LayOver(std::vector<Entry>& entries, const std::vector<Entry>& lower) {
  for (const Entry& entry : lower) {
    const auto found = std::ranges::find(entries, entry.id, &Entry::id);
    if (found == entries.end()) {
      entries.push_back(entry);
    } else {
      *found = entry;
    }
  }
}

bool Covers(const RuleSet& set, const Scope& scope) {
  return set.procedures.contains(scope.procedure) &&
         set.corridors.Contains(scope.requesting, scope.requested) &&
         (set.posts.empty() || set.posts.contains(scope.post));
}

absl::Status LayersFit(const std::vector<RuleSet>& sets, const Scope& scope) {
  for (size_t i = 0; i < sets.size(); ++i) {
    if (i > 0 && sets[i].layer == sets[i - 1].layer) {
      return absl::InvalidArgumentError(
          base::StrCat("rule sets ", sets[i - 1].id, " and ", sets[i].id,
                       " are of the same layer"));
    }
    if (!Covers(sets[i], scope)) {
      return absl::InvalidArgumentError(
          base::StrCat("rule set ", sets[i].id,
                       " does not cover this procedure, corridor and post"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

const Rules& Rules::None() {
  static const Rules& none = *new Rules(*Resolve({}, {}));
  return none;
}

absl::StatusOr<Rules> Rules::Resolve(std::span<const RuleSet> sets,
                                     const Scope& scope) {
  Rules rules;
  rules.sets_.assign(sets.begin(), sets.end());
  std::ranges::sort(rules.sets_, {}, [](const RuleSet& set) {
    return std::pair(set.layer, set.id);
  });
  RETURN_IF_ERROR(LayersFit(rules.sets_, scope));
  std::string digests;
  for (const RuleSet& set : rules.sets_) {
    rules.title_ +=
        base::StrCat(rules.title_.empty() ? "" : ", then ", set.title);
    rules.layers_.push_back({.layer = set.layer,
                             .id = set.id,
                             .version = set.version,
                             .digest = set.digest});
    digests += set.digest.view();
    rules.verified_ &= set.verified;
    LayOver(rules.time_limits_, set.time_limits);
    LayOver(rules.silences_, set.silences);
    LayOver(rules.terms_, set.terms);
    LayOver(rules.evidence_, set.evidence);
    LayOver(rules.requirements_, set.requirements);
  }
  if (rules.sets_.empty()) rules.title_ = kNoneTitle;
  for (const Silence& silence : rules.silences_) {
    if (rules.time_limit(silence.id) == nullptr) {
      return absl::InvalidArgumentError(base::StrCat(
          "silence on ", silence.id, ", for which no layer has a limit"));
    }
  }
  rules.digest_ = base::Sha256(
      {kTag, base::U32(static_cast<uint32_t>(rules.sets_.size())), digests});
  return rules;
}

const TimeLimit* Rules::time_limit(std::string_view id) const {
  return Find(time_limits_, id);
}

const Silence* Rules::silence(std::string_view limit_id) const {
  return Find(silences_, limit_id);
}

const Term* Rules::FindTerm(std::string_view id) const {
  return Find(terms_, id);
}

bool Rules::Flag(std::string_view term_id) const {
  const Term* found = FindTerm(term_id);
  const bool* flag =
      found == nullptr ? nullptr : std::get_if<bool>(&found->value);
  return flag != nullptr && *flag;
}

std::optional<Period> Rules::PeriodOf(std::string_view term_id) const {
  const Term* found = FindTerm(term_id);
  if (found == nullptr) return std::nullopt;
  const Period* period = std::get_if<Period>(&found->value);
  return period == nullptr ? std::nullopt : std::optional(*period);
}

std::optional<std::string> Rules::TextOf(std::string_view term_id) const {
  const Term* found = FindTerm(term_id);
  if (found == nullptr) return std::nullopt;
  const std::string* text = std::get_if<std::string>(&found->value);
  return text == nullptr ? std::nullopt : std::optional(*text);
}

bool Rules::CountsWorkingDays() const {
  const auto counts = [](const Period* period) {
    return period != nullptr && period->unit == Unit::kWorkingDay;
  };
  return std::ranges::any_of(time_limits_,
                             [&](const TimeLimit& limit) {
                               return counts(&limit.period) ||
                                      (limit.extension &&
                                       limit.extension->most &&
                                       counts(&*limit.extension->most));
                             }) ||
         std::ranges::any_of(terms_, [&](const Term& term) {
           return counts(std::get_if<Period>(&term.value));
         });
}

bool Rules::AppliesOn(std::string_view exchange, absl::CivilDay day) const {
  return std::ranges::all_of(
      sets_, [&](const RuleSet& set) { return set.AppliesOn(exchange, day); });
}

}  // namespace sijill::rules
