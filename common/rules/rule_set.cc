// SPDX-License-Identifier: Apache-2.0
#include "common/rules/rule_set.h"

#include <algorithm>
#include <utility>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/rules/json/reader.h"
#include "common/rules/rule_items.h"

namespace sijill::rules {
namespace {

using json::Choice;
using json::Object;
using json::Provenance;

constexpr Choice<Layer> kLayers[] = {{"agreement", Layer::kAgreement},
                                     {"protocol", Layer::kProtocol},
                                     {"practice", Layer::kPractice}};

constexpr Choice<Procedure> kProcedures[] = {
    {"readmission", Procedure::kReadmission},
    {"document_request", Procedure::kDocumentRequest}};

Corridors ReadCorridors(Object& parties) {
  Corridors corridors = {.requesting = parties.States("requesting"),
                         .requested = parties.States("requested"),
                         .both_ways = parties.Flag("both_ways")};
  std::ranges::sort(corridors.requesting);
  std::ranges::sort(corridors.requested);
  for (const std::string& state : corridors.requested) {
    if (std::ranges::binary_search(corridors.requesting, state)) {
      parties.Problem("requested", "has a State that is also in requesting");
    }
  }
  return corridors;
}

Validity ReadValidity(Object& object, Provenance& provenance) {
  Validity validity;
  if (object.Has("signed")) validity.signed_on = object.Day("signed");
  if (object.Has("in_force")) {
    object.Member("in_force", [&](Object& in_force) {
      validity.in_force = {.from = in_force.Day("from"),
                           .origin = provenance.Read(in_force)};
    });
  }
  if (object.Has("until")) validity.until = object.Day("until");
  validity.note = object.OptionalText("note");
  return validity;
}

// Reads the entries of one list; each id stands once.
template <typename Entry>
std::vector<Entry> ReadEntries(Object& root, std::string_view key,
                               Entry (*read)(Object&, Provenance&),
                               Provenance& provenance) {
  std::vector<Entry> entries;
  std::set<std::string> ids;
  root.Each(key, [&](Object& object) {
    entries.push_back(read(object, provenance));
    if (!ids.insert(entries.back().id).second) {
      object.Problem("id", "stands twice in the list");
    }
  });
  return entries;
}

void ReadRuleSet(Object& root, RuleSet& rules) {
  root.Integer("format", 1, 1);
  rules.id = root.Name("id");
  rules.version = root.Integer("version", 1, json::kMaxVersion);
  rules.title = root.Text("title");
  rules.layer = root.Pick("layer", kLayers);
  rules.procedures = root.ChoiceSet("procedures", kProcedures);
  root.Member("parties", [&](Object& parties) {
    rules.corridors = ReadCorridors(parties);
  });
  if (root.Has("posts")) {
    const std::vector<std::string> posts = root.Names("posts");
    rules.posts.insert(posts.begin(), posts.end());
  }
  Provenance provenance = {.layer = rules.layer,
                           .rule_set = rules.id,
                           .version = rules.version,
                           .title = rules.title};
  root.EachText("sources", [&](std::string key, std::string text) {
    provenance.sources.emplace(std::move(key), std::move(text));
  });
  root.Member("validity", [&](Object& validity) {
    rules.validity = ReadValidity(validity, provenance);
  });
  rules.time_limits =
      ReadEntries(root, "time_limits", json::ReadTimeLimit, provenance);
  rules.silences = ReadEntries(root, "silence", json::ReadSilence, provenance);
  rules.terms = ReadEntries(root, "terms", json::ReadTerm, provenance);
  rules.evidence =
      ReadEntries(root, "evidence", json::ReadEvidenceRule, provenance);
  rules.requirements =
      ReadEntries(root, "requirements", json::ReadRequirementRule, provenance);
  rules.verified = root.Flag("verified");
  if (rules.verified != provenance.all_verified) {
    root.Problem("verified", "is not what the values say");
  }
}

}  // namespace

bool Corridors::Contains(std::string_view asks,
                         std::string_view replies) const {
  const auto in = [](const std::vector<std::string>& states,
                     std::string_view state) {
    return std::ranges::find(states, state) != states.end();
  };
  return (in(requesting, asks) && in(requested, replies)) ||
         (both_ways && in(requested, asks) && in(requesting, replies));
}

bool RuleSet::AppliesOn(std::string_view exchange, absl::CivilDay day) const {
  if (base::ConsumePrefix(exchange, "training.")) return true;
  return validity.in_force && validity.in_force->origin.verified &&
         day >= validity.in_force->from &&
         (!validity.until || day <= *validity.until);
}

absl::StatusOr<RuleSet> ParseRuleSet(std::string_view text) {
  RuleSet rules;
  const absl::Status status = json::ReadDocument(
      text, "rule set", [&](Object& root) { ReadRuleSet(root, rules); });
  if (!status.ok()) return status;
  rules.digest = base::Sha256({text});
  return rules;
}

}  // namespace sijill::rules
