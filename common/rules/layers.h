// SPDX-License-Identifier: Apache-2.0
// The rules of one case: agreement, protocol and practice laid over each
// other, the lower one overriding or adding, each value with its origin.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/fixed_bytes.h"
#include "common/rules/rule_set.h"

namespace sijill::rules {

// What a case asks rules for.
struct Scope {
  Procedure procedure = Procedure::kReadmission;
  std::string requesting;  // alpha-3
  std::string requested;   // alpha-3
  std::string post;        // of the requested State; empty if none is named
};

// Immutable; copies are independent, every thread may read.
class Rules {
 public:
  struct LayerName {
    Layer layer = Layer::kAgreement;
    std::string id;
    uint32_t version = 0;
    base::Hash digest;

    friend bool operator==(const LayerName&, const LayerName&) = default;
  };

  // The rule set `none`: consular cooperation, no agreed time limit. It has no
  // layer, applies on every exchange and grades all evidence as other.
  static const Rules& None();

  // Lays `sets` over each other, in whatever order they are given; no set is
  // None(). INVALID_ARGUMENT if two are of the same layer, one does not cover
  // `scope`, or a silence speaks of a limit that no layer states.
  static absl::StatusOr<Rules> Resolve(std::span<const RuleSet> sets,
                                       const Scope& scope);

  // "Agreement …, then Netherlands practice …": the titles of the layers.
  const std::string& title() const { return title_; }
  // Highest layer first.
  const std::vector<LayerName>& layers() const { return layers_; }
  // SHA-256 over the tag "sijill/rules/v1", the number of layers (u32,
  // big-endian) and their digests, highest first: what a case names.
  // RuleSetAgreed names the layers, each by its own.
  const base::Hash& digest() const { return digest_; }
  bool verified() const { return verified_; }

  // Nothing (null) where no layer states the value. Pointers live as long as
  // this object.
  const TimeLimit* time_limit(std::string_view id) const;
  const Silence* silence(std::string_view limit_id) const;
  const Term* FindTerm(std::string_view id) const;

  // The value of a term of that type, or nothing (false for a flag).
  bool Flag(std::string_view term_id) const;
  std::optional<Period> PeriodOf(std::string_view term_id) const;
  std::optional<std::string> TextOf(std::string_view term_id) const;

  // Some limit or term is in working days, so that a calendar is needed.
  bool CountsWorkingDays() const;

  std::span<const TimeLimit> time_limits() const { return time_limits_; }
  std::span<const EvidenceRule> evidence() const { return evidence_; }
  std::span<const RequirementRule> requirements() const {
    return requirements_;
  }

  // RuleSet::AppliesOn for every layer.
  bool AppliesOn(std::string_view exchange, absl::CivilDay day) const;

 private:
  Rules() = default;

  std::string title_;
  std::vector<LayerName> layers_;
  base::Hash digest_;
  bool verified_ = true;
  std::vector<RuleSet> sets_;
  std::vector<TimeLimit> time_limits_;
  std::vector<Silence> silences_;
  std::vector<Term> terms_;
  std::vector<EvidenceRule> evidence_;
  std::vector<RequirementRule> requirements_;
};

}  // namespace sijill::rules
