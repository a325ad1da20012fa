// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/command.h"

namespace sijill::cli {
namespace {

const Argument kCase = {"CASE", "case_name", "The case", true};
const Argument kNote = {"--note", "note", "A note for your own side"};
const Argument kReasons = {"--reasons", "reasons"};
const Argument kDocumentRequest = {
    "--document-request", "document_request",
    "The request; without this the only open one"};

std::vector<Command> FindingCommands() {
  constexpr v1::Purpose kPurpose = v1::PURPOSE_IDENTITY_VERIFICATION;
  return {
      {.group = "identity",
       .name = "add-evidence",
       .help = "Add a means of evidence, with a copy if there is one",
       .example = "identity add-evidence CASE --kind passport --form copy "
                  "--copy scan.jpg --media-type image/jpeg",
       .method = "IdentityService/AddEvidence",
       .purpose = kPurpose,
       .arguments = {kCase,
                     {"--kind", "evidence.kind"},
                     {"--form", "evidence.form"},
                     {"--number", "evidence.document_number"},
                     {"--issuing-state", "evidence.issuing_state",
                      "Three letters (Doc 9303): EGY"},
                     {"--issued-by", "evidence.issued_by"},
                     {"--issued-on", "evidence.issued_on"},
                     {"--expires-on", "evidence.expires_on"},
                     {"--description", "evidence.description"},
                     {"--copy", "copy.content", "The file"},
                     {"--media-type", "copy.media_type"},
                     kNote}},
      {.group = "identity",
       .name = "find",
       .help = "Record what the search for the person's identity gave",
       .example = "identity find CASE --result recognised",
       .method = "IdentityService/RecordIdentityFinding",
       .purpose = kPurpose,
       .arguments = {kCase, {"--result", "result"}, kReasons, kNote}},
      {.group = "identity",
       .name = "confirm-nationality",
       .help = "Confirm that the person is your State's national",
       .example = "identity confirm-nationality CASE",
       .method = "IdentityService/ConfirmNationality",
       .purpose = kPurpose,
       .arguments = {kCase, kNote}},
      {.group = "identity",
       .name = "deny-nationality",
       .help = "State that the person is not your State's national",
       .example = "identity deny-nationality CASE --reasons TEXT",
       .method = "IdentityService/DenyNationality",
       .purpose = kPurpose,
       .arguments = {kCase, kReasons, kNote}},
  };
}

std::vector<Command> DocumentCommands() {
  constexpr v1::Purpose kPurpose = v1::PURPOSE_TRAVEL_DOCUMENT;
  return {
      {.group = "travel-document",
       .name = "request",
       .help = "Ask for a travel document for a person recognised",
       .example = "travel-document request CASE --file journey.json",
       .method = "TravelDocumentService/RequestTravelDocument",
       .purpose = kPurpose,
       .arguments = {kCase,
                     {"--mode", "planned_journey.mode"},
                     {"--carrier", "planned_journey.carrier_reference"},
                     {"--from", "planned_journey.departure_point"},
                     {"--departs", "planned_journey.departs_at"},
                     {"--to", "planned_journey.arrival_point"},
                     {"--arrives", "planned_journey.arrives_at"},
                     kNote}},
      {.group = "travel-document",
       .name = "issue",
       .help = "Issue the travel document",
       .example = "travel-document issue CASE --number N1 --valid-from "
                  "2026-12-01 --valid-until 2027-05-31 --issued-by 'The Hague'",
       .method = "TravelDocumentService/IssueTravelDocument",
       .purpose = kPurpose,
       .arguments = {kCase,
                     kDocumentRequest,
                     {"--number", "document_number"},
                     {"--valid-from", "valid_from"},
                     {"--valid-until", "valid_until"},
                     {"--issued-by", "issued_by",
                      "Authority and place, as printed"},
                     kNote},
       .reference = Reference::kDocumentRequest},
      {.group = "travel-document",
       .name = "decline",
       .help = "Decline to issue a travel document",
       .example = "travel-document decline CASE --reasons TEXT",
       .method = "TravelDocumentService/DeclineTravelDocument",
       .purpose = kPurpose,
       .arguments = {kCase, kDocumentRequest, kReasons, kNote},
       .reference = Reference::kDocumentRequest},
      {.group = "travel-document",
       .name = "revoke",
       .help = "Take a travel document back",
       .example = "travel-document revoke CASE --reasons TEXT",
       .method = "TravelDocumentService/RevokeTravelDocument",
       .purpose = kPurpose,
       .arguments = {kCase,
                     {"--travel-document", "travel_document",
                      "The document; without this the only valid one"},
                     kReasons,
                     kNote},
       .reference = Reference::kTravelDocument},
      {.group = "travel-document",
       .name = "show",
       .help = "A travel document; the reading is recorded",
       .example = "travel-document show cases/CASE/events/EVENT",
       .method = "TravelDocumentService/GetTravelDocument",
       .purpose = kPurpose,
       .arguments = {{"DOCUMENT", "name", "The document", true}},
       .view = View::kOutline},
  };
}

}  // namespace

std::vector<Command> IdentityCommands() {
  std::vector<Command> all = FindingCommands();
  for (Command& command : DocumentCommands()) {
    all.push_back(std::move(command));
  }
  return all;
}

}  // namespace sijill::cli
