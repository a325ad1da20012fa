// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/command.h"

namespace sijill::cli {
namespace {

const Argument kCase = {"CASE", "case_name", "The case", true};
const Argument kNote = {"--note", "note", "A note for your own side"};

std::vector<Command> OpeningCommands() {
  return {
      {.group = "case open",
       .name = "readmission",
       .help = "Ask another State to readmit a person",
       .example = "case open readmission readmission-kazakhstan.json",
       .method = "ReadmissionService/RequestReadmission",
       .arguments = {{"--post", "post"}, {"--rule-set", "rule_set"}, kNote},
       .file_required = true},
      {.group = "case open",
       .name = "document",
       .help = "Ask a consulate for a travel document",
       .example = "case open document document-request-egypt.json",
       .method = "ReadmissionService/RequestDocument",
       .arguments = {{"--post", "post"}, {"--rule-set", "rule_set"}, kNote},
       .file_required = true},
      {.group = "case",
       .name = "complete",
       .help = "Complete the form of a case that came back",
       .example = "case complete CASE --file completed.json",
       .method = "ReadmissionService/CompleteRequest",
       .arguments = {kCase, kNote}},
  };
}

std::vector<Command> ReadingCommands() {
  return {
      {.group = "case",
       .name = "list",
       .help = "The cases of your agency; without personal data",
       .example = "case list --status received",
       .method = "ReadmissionService/ListCases",
       .arguments = {{"--status", "statuses"},
                     {"--procedure", "procedure"},
                     {"--role", "role"},
                     {"--unassigned", "unassigned",
                      "Only cases whose role no known agency has"}},
       .view = View::kTable,
       .rows = "cases",
       .columns = {{"case", "name"},
                   {"procedure", "procedure"},
                   {"status", "status"},
                   {"opened", "opened_at"},
                   {"next_deadline", "next_deadline.title"},
                   {"due", "next_deadline.due_at"}}},
      {.group = "case",
       .name = "show",
       .help = "A case with its deadlines; the reading is recorded",
       .example = "case show CASE",
       .method = "ReadmissionService/GetCase",
       .arguments = {{"CASE", "name", "The case", true}},
       .view = View::kCase},
      {.group = "case",
       .name = "requirements",
       .help = "What the corridor and the post ask of a request",
       .example = "case requirements CASE",
       .method = "ReadmissionService/ListRequirements",
       .arguments = {{"CASE", "case_name", "The case; or:"},
                     {"--procedure", "procedure"},
                     {"--requested-agency", "requested_agency"},
                     {"--post", "post"},
                     {"--rule-set", "rule_set"}},
       .view = View::kTable,
       .rows = "requirements",
       .columns = {{"met", "met"},
                   {"requirement", "title"},
                   {"field", "field"},
                   {"source", "source"},
                   {"verified", "verified"}}},
  };
}

std::vector<Command> ReplyCommands() {
  return {
      {.group = "case",
       .name = "confirm-receipt",
       .help = "Confirm that the request was received",
       .example = "case confirm-receipt CASE",
       .method = "ReadmissionService/ConfirmReceipt",
       .arguments = {kCase}},
      {.group = "case",
       .name = "return",
       .help = "Send a request back as incomplete",
       .example = "case return CASE --missing name_parts --explanation TEXT",
       .method = "ReadmissionService/ReturnAsIncomplete",
       .arguments = {kCase,
                     {"--missing", "missing_items.requirement",
                      "The requirement (sijill case requirements)"},
                     {"--explanation", "missing_items.explanation"}}},
      {.group = "case",
       .name = "approve",
       .help = "Agree to readmit the person",
       .example = "case approve CASE --valid-until 2027-03-31",
       .method = "ReadmissionService/ApproveReadmission",
       .arguments = {kCase,
                     {"--valid-until", "valid_until"},
                     {"--consulate", "competent_consulate",
                      "The consulate that makes the travel document"},
                     {"--observations", "observations"},
                     kNote}},
      {.group = "case",
       .name = "refuse",
       .help = "Refuse to readmit the person, with grounds",
       .example = "case refuse CASE --ground not-a-national --explanation TEXT",
       .method = "ReadmissionService/RefuseReadmission",
       .arguments = {kCase,
                     {"--ground", "grounds.kind"},
                     {"--explanation", "grounds.explanation"},
                     kNote}},
      {.group = "case",
       .name = "review-late-reply",
       .help = "Say whether a reply after its time limit counts",
       .example = "case review-late-reply CASE --accepted",
       .method = "ReadmissionService/ReviewLateReply",
       .arguments = {kCase,
                     {"--accepted", "accepted",
                      "It counts; without this it does not"},
                     kNote}},
  };
}

}  // namespace

std::vector<Command> CaseCommands() {
  std::vector<Command> all = OpeningCommands();
  for (Command& command : ReadingCommands()) all.push_back(std::move(command));
  for (Command& command : ReplyCommands()) all.push_back(std::move(command));
  return all;
}

}  // namespace sijill::cli
