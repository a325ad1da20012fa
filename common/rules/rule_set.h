// SPDX-License-Identifier: Apache-2.0
// One layer of rules as data: an agreement, its protocol, or what a post asks
// for in practice. The format and its words: deploy/rules/README.md.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/base/fixed_bytes.h"
#include "common/rules/checklist.h"
#include "common/rules/evidence.h"
#include "common/rules/origin.h"
#include "common/rules/time_limit.h"

namespace sijill::rules {

enum class Procedure { kReadmission, kDocumentRequest };

// What a limit's lapse without an answer means. It has that effect in a case
// only if both sides wrote the rules' digest in the corridor stream before
// (RuleSetAgreed); it never confirms an identity.
struct Silence {
  enum class Effect {
    kDeemedAgreed,  // the readmission is approved
    // The requesting State's own travel document may be used.
    kRequestingStateDocument,
  };
  std::string id;  // the limit's, of limit::
  Effect effect = Effect::kDeemedAgreed;
  Origin origin;

  friend bool operator==(const Silence&, const Silence&) = default;
};

// The single values a rule set may state, each with its type.
namespace term {
// bool: a request for an own national may be made at any time.
inline constexpr std::string_view kNationalAtAnyTime =
    "application_national_at_any_time";
// bool: a refusal says why.
inline constexpr std::string_view kRefusalReasons = "refusal_reasons_mandatory";
// Period: how long a travel document must at least be valid.
inline constexpr std::string_view kDocumentMinValidity =
    "travel_document_min_validity";
// Period after entry into force before a clause on third-country nationals
// applies; the origin's article and note say which.
inline constexpr std::string_view kThirdCountryDeferred =
    "third_country_clause_deferred";
// text: the article on personal data.
inline constexpr std::string_view kDataProtection = "data_protection_article";
// text: "identity_finding" or "nationality_confirmed", the fact that opens the
// issue of a travel document. Without the term: identity_finding.
inline constexpr std::string_view kDocumentOpenedBy = "document_opened_by";
// bool: the post issues a travel document only for a journey that is known.
inline constexpr std::string_view kDocumentNeedsJourney =
    "travel_document_needs_journey";
}  // namespace term

struct Term {
  std::string id;  // of term::
  std::variant<bool, std::string, Period> value;
  Origin origin;

  friend bool operator==(const Term&, const Term&) = default;
};

// Which States ask and which reply, alpha-3. Both lists ascend.
struct Corridors {
  std::vector<std::string> requesting;
  std::vector<std::string> requested;
  bool both_ways = false;  // either list may ask the other

  bool Contains(std::string_view asks, std::string_view replies) const;
};

struct Validity {
  std::optional<absl::CivilDay> signed_on;
  // Entry into force, if it is known; its origin says whether it is verified.
  struct InForce {
    absl::CivilDay from;
    Origin origin;
  };
  std::optional<InForce> in_force;
  std::optional<absl::CivilDay> until;  // the last day, if it has ended
  std::string note;
};

// A value: whoever holds one may read it from every thread.
struct RuleSet {
  std::string id;
  uint32_t version = 0;
  std::string title;
  Layer layer = Layer::kAgreement;
  std::set<Procedure> procedures;
  Corridors corridors;
  // The posts of the requested State it speaks of; empty: every post.
  std::set<std::string> posts;
  Validity validity;
  std::vector<TimeLimit> time_limits;
  std::vector<Silence> silences;
  std::vector<Term> terms;
  std::vector<EvidenceRule> evidence;
  std::vector<RequirementRule> requirements;
  // True if every value and every start of a limit is verified.
  bool verified = false;
  // SHA-256 over the bytes that were parsed.
  base::Hash digest;

  // True on an exchange whose name begins with "training."; on another one
  // only from a verified date of entry into force to the end of validity.
  bool AppliesOn(std::string_view exchange, absl::CivilDay day) const;
};

// Strictly: an unknown, missing or duplicate key, a wrong type, a word that is
// not in the vocabulary, an id given twice, a value without a declared source,
// or a `verified` that its values contradict is INVALID_ARGUMENT, and the
// message names the JSON path of every problem found.
absl::StatusOr<RuleSet> ParseRuleSet(std::string_view json);

}  // namespace sijill::rules
