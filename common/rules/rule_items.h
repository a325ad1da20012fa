// SPDX-License-Identifier: Apache-2.0
// The entries of a rule set's lists, each read from one JSON object.
#pragma once

#include <map>
#include <string>

#include "common/rules/json/reader.h"
#include "common/rules/rule_set.h"

namespace sijill::rules::json {

// What every entry of one rule set has in common, and whether all that was
// read so far is verified.
struct Provenance {
  Layer layer = Layer::kAgreement;
  std::string rule_set;
  uint32_t version = 0;
  std::string title;
  std::map<std::string, std::string> sources;
  bool all_verified = true;

  // Reads {"source", "article", "note"?, "verified"}; the article may be left
  // out of a practice only.
  Origin Read(Object& entry);
};

TimeLimit ReadTimeLimit(Object& entry, Provenance& provenance);
Silence ReadSilence(Object& entry, Provenance& provenance);
Term ReadTerm(Object& entry, Provenance& provenance);
EvidenceRule ReadEvidenceRule(Object& entry, Provenance& provenance);
RequirementRule ReadRequirementRule(Object& entry, Provenance& provenance);

}  // namespace sijill::rules::json
