// SPDX-License-Identifier: Apache-2.0
#include "common/rules/evidence.h"

#include <algorithm>
#include <string_view>

namespace sijill::rules {
namespace {

// Bounds on expiry are whole months and years; the parser sees to it.
absl::CivilDay After(absl::CivilDay day, const Period& period) {
  return AddMonths(
      day, period.unit == Unit::kYear ? 12 * period.amount : period.amount);
}

bool ExpiryMatches(const EvidenceRule& rule, const MeansOfEvidence& means,
                   absl::CivilDay on) {
  if (!rule.expired_at_most && !rule.expired_longer_than) return true;
  if (!means.valid_until) return false;
  if (rule.expired_at_most &&
      on > After(*means.valid_until, *rule.expired_at_most)) {
    return false;
  }
  return !rule.expired_longer_than ||
         on > After(*means.valid_until, *rule.expired_longer_than);
}

bool Matches(const EvidenceRule& rule, const MeansOfEvidence& means,
             absl::CivilDay on) {
  using Copies = EvidenceRule::Copies;
  const bool type_matches =
      std::ranges::any_of(rule.types, [&](const std::string& type) {
        return type == "*" || type == means.type;
      });
  const bool form_matches = rule.copies == Copies::kAlso ||
                            means.is_copy == (rule.copies == Copies::kOnly);
  return rule.subject == means.subject && type_matches && form_matches &&
         std::ranges::includes(means.features, rule.needs) &&
         ExpiryMatches(rule, means, on);
}

}  // namespace

Grading GradeOf(std::span<const EvidenceRule> rules,
                const MeansOfEvidence& means, absl::CivilDay on) {
  const EvidenceRule* best = nullptr;
  for (const EvidenceRule& rule : rules) {
    if (!Matches(rule, means, on)) continue;
    if (best == nullptr || rule.grade > best->grade ||
        (rule.grade == best->grade && rule.id < best->id)) {
      best = &rule;
    }
  }
  if (best == nullptr) return {};
  return {.grade = best->grade, .rule = best->id, .origin = best->origin};
}

std::string_view ToText(Grade grade) {
  switch (grade) {
    case Grade::kProof:
      return "proof";
    case Grade::kPrimaFacie:
      return "prima facie";
    case Grade::kOther:
      break;
  }
  return "other";
}

}  // namespace sijill::rules
