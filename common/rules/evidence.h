// SPDX-License-Identifier: Apache-2.0
// Evidence is graded in law, and the grade decides how a request goes on:
// proof is recognised without formalities, prima facie evidence stands unless
// disproved, for anything else the person is interviewed.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/rules/origin.h"
#include "common/rules/period.h"

namespace sijill::rules {

// Best last.
enum class Grade { kOther, kPrimaFacie, kProof };

// Whom the evidence is about, seen from the requested State. Stateless persons
// go with third-country nationals.
enum class Subject { kOwnNational, kThirdCountryNational };

// What a piece of evidence shows, as far as rules ask for it.
enum class Feature {
  kPhoto,
  kNamesPerson,
  kStatesNationality,
  kIssuedByRequested,  // by an authority of the requested State
};

// One line of an agreement's list.
struct EvidenceRule {
  std::string id;  // "national.passport"
  Subject subject = Subject::kOwnNational;
  Grade grade = Grade::kOther;
  // Types of evidence, such as "passport"; "*" stands for every type.
  std::vector<std::string> types;
  std::set<Feature> needs;
  enum class Copies { kNo, kOnly, kAlso };
  Copies copies = Copies::kNo;
  // Expired for at most this long, or valid; nothing: no such bound.
  std::optional<Period> expired_at_most;
  // Expired longer ago than this; nothing: no such bound.
  std::optional<Period> expired_longer_than;
  Origin origin;

  friend bool operator==(const EvidenceRule&, const EvidenceRule&) = default;
};

// A means of evidence, without anything that identifies a person.
struct MeansOfEvidence {
  std::string type;
  Subject subject = Subject::kOwnNational;
  std::set<Feature> features;
  bool is_copy = false;
  // The last day of its validity, if it has one and it is known.
  std::optional<absl::CivilDay> valid_until;
};

struct Grading {
  Grade grade = Grade::kOther;
  // The rule that gave the grade; nothing where no rule speaks of it.
  std::string rule;
  std::optional<Origin> origin;
};

// The best grade that a rule gives to `means` on the day `on` (of the request,
// BL-KZ art. 5(1)(6)); of equal grades the first by id, so the order of
// `rules` has no say. Where no rule matches, kOther. A rule with a bound on
// expiry does not match evidence whose validity is unknown.
Grading GradeOf(std::span<const EvidenceRule> rules,
                const MeansOfEvidence& means, absl::CivilDay on);

// "proof", "prima facie", "other".
std::string_view ToText(Grade grade);

}  // namespace sijill::rules
