// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/command.h"

namespace sijill::cli {
namespace {

const Argument kIfVersion = {"--if-version", "registry_version",
                             "Only if the registry still has this version"};
const Argument kRetired = {"--retired", "",
                           "Keep it for the past and use it no more"};

Argument Retired(const char* field) {
  Argument argument = kRetired;
  argument.field = field;
  return argument;
}

std::vector<Command> ListCommands() {
  return {
      {.group = "registry",
       .name = "list",
       .help = "The agencies that this node knows",
       .example = "registry list --domain eg.demo",
       .method = "RegistryService/ListAgencies",
       .arguments = {{"--domain", "domain"}},
       .view = View::kTable,
       .rows = "agencies",
       .columns = {{"agency", "name"},
                   {"display_name", "display_name"},
                   {"state", "state"},
                   {"roles", "roles"},
                   {"retired", "retired"}}},
      {.group = "registry",
       .name = "agency",
       .help = "One agency",
       .example = "registry agency eg.demo/agencies/interior",
       .method = "RegistryService/GetAgency",
       .arguments = {{"AGENCY", "name", "The agency", true}},
       .view = View::kOutline},
      {.group = "registry",
       .name = "posts",
       .help = "The posts that this node knows",
       .example = "registry posts",
       .method = "RegistryService/ListPosts",
       .view = View::kTable,
       .rows = "posts",
       .columns = {{"post", "name"},
                   {"display_name", "display_name"},
                   {"agency", "agency"},
                   {"serves", "serves"},
                   {"retired", "retired"}}},
      {.group = "registry",
       .name = "grants",
       .help = "Who has which duties at this node",
       .example = "registry grants",
       .method = "RegistryService/ListGrants",
       .view = View::kTable,
       .rows = "grants",
       .columns = {{"identity", "identity"},
                   {"duties", "duties"},
                   {"asserts_officers", "asserts_officers"}}},
      {.group = "registry",
       .name = "rule-sets",
       .help = "The rule sets that this node has loaded",
       .example = "registry rule-sets",
       .method = "RegistryService/ListRuleSets",
       .view = View::kTable,
       .rows = "rule_sets",
       .columns = {{"rule_set", "version"},
                   {"title", "title"},
                   {"loaded", "loaded_at"},
                   {"agreed_corridors", "agreed_corridors"}}},
  };
}

std::vector<Command> ChangeCommands() {
  return {
      {.group = "registry",
       .name = "set-agency",
       .help = "Enter an agency, or change it",
       .example =
           "registry set-agency nl.demo/agencies/ministry --display-name "
           "Ministry --state NLD --role requesting",
       .method = "RegistryService/SetAgency",
       .arguments = {{"AGENCY", "agency.name", "Its name", true},
                     {"--display-name", "agency.display_name"},
                     {"--state", "agency.state", "Three letters: NLD"},
                     {"--time-zone", "agency.time_zone", "Europe/Amsterdam"},
                     {"--calendar", "agency.calendar"},
                     {"--role", "agency.roles"},
                     Retired("agency.retired"),
                     kIfVersion}},
      {.group = "registry",
       .name = "set-post",
       .help = "Enter a post, or change it",
       .example = "registry set-post posts/eg.demo/embassy --agency "
                  "eg.demo/agencies/consulate-the-hague --serves NLD",
       .method = "RegistryService/SetPost",
       .arguments = {{"POST", "post.name", "Its name", true},
                     {"--display-name", "post.display_name"},
                     {"--agency", "post.agency"},
                     {"--serves", "post.serves"},
                     Retired("post.retired"),
                     kIfVersion}},
      {.group = "registry",
       .name = "grant",
       .help = "Set the duties of somebody; none takes them away",
       .example =
           "registry grant spiffe://nl.demo/agencies/ministry/officer/o-1 "
           "--duty officer",
       .method = "RegistryService/SetGrant",
       .arguments = {{"IDENTITY", "grant.identity",
                      "The name in the certificate", true},
                     {"--duty", "grant.duties"},
                     {"--asserts-officers", "grant.asserts_officers",
                      "A system that may name its officers"},
                     kIfVersion}},
      {.group = "registry",
       .name = "agree-rule-set",
       .help = "Agree to a rule set for a corridor",
       .example =
           "registry agree-rule-set corridors/eg.demo+nl.demo ID VERSION",
       .method = "RegistryService/AgreeRuleSet",
       .arguments = {{"CORRIDOR", "corridor", "The corridor", true},
                     {"ID", "rule_set.id", "The rule set", true},
                     {"VERSION", "rule_set.version", "Its version", true}}},
  };
}

std::vector<Command> LedgerCommands() {
  return {
      {.group = "ledger",
       .name = "checkpoint",
       .help = "A log's newest checkpoint, checked against those seen before",
       .example = "ledger checkpoint --log shared",
       .method = "LedgerService/GetCheckpoint",
       .arguments = {{"--log", "log"}},
       .presets = {{"log", "shared"}},
       .view = View::kText,
       .rows = "checkpoint"},
      {.group = "ledger",
       .name = "entries",
       .help = "The entries of a log, without their contents",
       .example = "ledger entries --log shared --first 120",
       .method = "LedgerService/ListEntries",
       .purpose = v1::PURPOSE_AUDIT,
       .arguments = {{"--log", "log"}, {"--first", "first_index"}},
       .presets = {{"log", "shared"}},
       .view = View::kTable,
       .rows = "entries",
       .columns = {{"index", "index"}, {"entry", "entry"}}},
      {.group = "ledger",
       .name = "inclusion",
       .help = "The proof that an entry is in a log",
       .example = "ledger inclusion 17 --log shared",
       .method = "LedgerService/GetInclusionProof",
       .purpose = v1::PURPOSE_AUDIT,
       .arguments = {{"INDEX", "index", "The entry", true},
                     {"--log", "log"},
                     {"--tree-size", "tree_size"}},
       .presets = {{"log", "shared"}},
       .view = View::kOutline},
      {.group = "ledger",
       .name = "consistency",
       .help = "The proof that a log only grew",
       .example = "ledger consistency 17 --log shared",
       .method = "LedgerService/GetConsistencyProof",
       .purpose = v1::PURPOSE_AUDIT,
       .arguments = {{"FIRST", "first_size", "The smaller size", true},
                     {"--log", "log"},
                     {"--second", "second_size"}},
       .presets = {{"log", "shared"}},
       .view = View::kOutline},
      {.group = "audit",
       .name = "disclosures",
       .help = "Who read personal data, when and why",
       .example = "audit disclosures --case CASE",
       .method = "AuditService/ListDisclosures",
       .purpose = v1::PURPOSE_AUDIT,
       .arguments = {{"--case", "case_name", "Only of this case"}},
       .view = View::kTable,
       .rows = "disclosures",
       .columns = {{"when", "disclosed.disclosed_at"},
                   {"who", "disclosed.identity"},
                   {"officer", "disclosed.officer"},
                   {"purpose", "disclosed.purpose"},
                   {"note", "disclosed.purpose_note"},
                   {"method", "disclosed.method"},
                   {"cases", "disclosed.cases"}}},
  };
}

}  // namespace

std::vector<Command> RegistryCommands() {
  std::vector<Command> all;
  for (auto* list : {&ListCommands, &ChangeCommands, &LedgerCommands}) {
    for (Command& command : list()) all.push_back(std::move(command));
  }
  return all;
}

std::vector<Command> AllCommands() {
  std::vector<Command> all;
  for (auto* list : {&CaseCommands, &TransferCommands, &IdentityCommands,
                     &RegistryCommands}) {
    for (Command& command : list()) all.push_back(std::move(command));
  }
  return all;
}

}  // namespace sijill::cli
