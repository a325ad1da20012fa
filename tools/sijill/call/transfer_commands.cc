// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/command.h"

namespace sijill::cli {
namespace {

const Argument kCase = {"CASE", "case_name", "The case", true};
const Argument kNote = {"--note", "note", "A note for your own side"};
const Argument kTransfer = {
    "--transfer", "transfer",
    "The transfer; without this the only one under way"};

std::vector<Command> NoticeCommands() {
  return {
      {.group = "case",
       .name = "notify-transfer",
       .help = "Tell the other State how and when the person travels",
       .example = "case notify-transfer CASE --file transfer-notice.json",
       .method = "ReadmissionService/NotifyTransfer",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase,
                     {"--mode", "journey.mode"},
                     {"--carrier", "journey.carrier_reference"},
                     {"--from", "journey.departure_point"},
                     {"--departs", "journey.departs_at"},
                     {"--to", "journey.arrival_point"},
                     {"--arrives", "journey.arrives_at"},
                     {"--travel-document", "travel_document",
                      "The document; without this the only valid one"},
                     {"--passport-number", "passport_number"},
                     {"--passport-expires", "passport_expires_on"},
                     {"--reason-not-by-air", "reason_not_by_air"},
                     {"--protective-measures", "protective_measures"},
                     kNote},
       .reference = Reference::kTravelDocument},
      {.group = "case",
       .name = "cancel-transfer",
       .help = "Call a notified transfer off",
       .example = "case cancel-transfer CASE",
       .method = "ReadmissionService/CancelTransfer",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase, kTransfer, kNote},
       .reference = Reference::kTransfer},
      {.group = "case",
       .name = "acknowledge-transfer",
       .help = "Agree to a notified transfer",
       .example = "case acknowledge-transfer CASE",
       .method = "ReadmissionService/AcknowledgeTransfer",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase, kTransfer},
       .reference = Reference::kTransfer},
      {.group = "case",
       .name = "object",
       .help = "Object to a notified transfer",
       .example = "case object CASE --explanation TEXT",
       .method = "ReadmissionService/ObjectToTransfer",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase, kTransfer, {"--explanation", "explanation"}, kNote},
       .reference = Reference::kTransfer},
  };
}

std::vector<Command> CrossingCommands() {
  return {
      {.group = "case",
       .name = "departure",
       .help = "Record that the person has left",
       .example = "case departure CASE --at 2026-12-01T09:40:00+01:00",
       .method = "ReadmissionService/RecordDeparture",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase,
                     kTransfer,
                     {"--at", "departed_at", "When; without this, now"},
                     kNote},
       .presets = {{"departed_at", kNow}},
       .reference = Reference::kTransfer},
      {.group = "case",
       .name = "arrival",
       .help = "Confirm that the person has arrived",
       .example = "case arrival CASE --at 2026-12-01T17:05:00+05:00",
       .method = "ReadmissionService/ConfirmArrival",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase,
                     kTransfer,
                     {"--at", "arrived_at", "When; without this, now"}},
       .presets = {{"arrived_at", kNow}},
       .reference = Reference::kTransfer},
      {.group = "case",
       .name = "refuse-arrival",
       .help = "Record that the person was not let in, with grounds",
       .example = "case refuse-arrival CASE --ground not-a-national "
                  "--explanation TEXT",
       .method = "ReadmissionService/RefuseArrival",
       .purpose = v1::PURPOSE_TRANSFER,
       .arguments = {kCase,
                     kTransfer,
                     {"--at", "refused_at", "When; without this, now"},
                     {"--ground", "grounds.kind"},
                     {"--explanation", "grounds.explanation"},
                     kNote},
       .presets = {{"refused_at", kNow}},
       .reference = Reference::kTransfer},
  };
}

std::vector<Command> EndingCommands() {
  return {
      {.group = "case",
       .name = "withdraw",
       .help = "Withdraw your request",
       .example = "case withdraw CASE --note TEXT",
       .method = "ReadmissionService/WithdrawRequest",
       .arguments = {kCase, kNote}},
      {.group = "case",
       .name = "close",
       .help = "Close a case that has ended",
       .example = "case close CASE",
       .method = "ReadmissionService/CloseCase",
       .arguments = {kCase, kNote}},
      {.group = "case",
       .name = "assign",
       .help = "Give a role in the case to an agency of your State",
       .example = "case assign CASE border kz.demo/agencies/border",
       .method = "ReadmissionService/AssignRole",
       .arguments = {kCase,
                     {"ROLE", "participant.role", "", true},
                     {"AGENCY", "participant.agency", "The agency", true}}},
  };
}

std::vector<Command> SafeguardCommands() {
  return {
      {.group = "case",
       .name = "gate",
       .help = "Record a decision that must stand before a transfer",
       .example = "case gate CASE --decided-on 2026-10-02 --reference NUMBER",
       .method = "ReadmissionService/RecordGate",
       .arguments = {kCase,
                     {"--kind", "gate.kind"},
                     {"--decided-on", "gate.decided_on"},
                     {"--reference", "gate.reference"}},
       .presets = {{"gate.kind", "return-decision"}}},
      {.group = "case",
       .name = "hold",
       .help = "Forbid the transfer until the hold is released",
       .example = "case hold CASE --reason medical",
       .method = "ReadmissionService/PlaceSafeguardHold",
       .purpose = v1::PURPOSE_PROTECTION,
       .arguments = {kCase, {"--reason", "reason"}, kNote}},
      {.group = "case",
       .name = "release-hold",
       .help = "Release a hold; a second officer's act",
       .example = "case release-hold CASE --ground TEXT",
       .method = "ReadmissionService/ReleaseSafeguardHold",
       .purpose = v1::PURPOSE_PROTECTION,
       .arguments = {kCase,
                     {"--hold", "hold",
                      "The hold; without this the only one in force"},
                     {"--ground", "ground"},
                     {"--court-paper", "court_paper"}},
       .reference = Reference::kHold},
  };
}

}  // namespace

std::vector<Command> TransferCommands() {
  std::vector<Command> all;
  for (auto* list : {&NoticeCommands, &CrossingCommands, &EndingCommands,
                     &SafeguardCommands}) {
    for (Command& command : list()) all.push_back(std::move(command));
  }
  return all;
}

}  // namespace sijill::cli
