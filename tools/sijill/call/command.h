// SPDX-License-Identifier: Apache-2.0
// What a command of the contract is: a method, the words that fill its
// request, and how its answer is shown. Commands are data; one engine
// (contract_commands.h) runs them all.
#pragma once

#include <string>
#include <vector>

#include "sijill/v1/common.pb.h"

namespace sijill::cli {

// One word of the command line: a flag if its name begins with "--", else a
// positional argument.
struct Argument {
  std::string name;
  std::string field;      // path in the request; a bytes field takes a file
  std::string help = "";  // empty: the choices of the field, or its name
  bool required = false;
};

// A value for a field that neither words nor file gave.
struct Preset {
  std::string field;
  std::string text;  // kNow: the present time
};
inline constexpr char kNow[] = "now";

// What a request must name in its case. If the words do not, it is looked up
// there: the only one that is still open.
enum class Reference {
  kNone,
  kTransfer,
  kDocumentRequest,
  kTravelDocument,
  kHold
};

enum class View {
  kReceipts,  // what was recorded
  kTable,     // `rows` under `columns`
  kOutline,   // every field
  kCase,      // a case as its officer reads it
  kText,      // the field `rows` as it is
};

struct Column {
  std::string heading;
  std::string field;  // path in the row
};

struct Command {
  std::string group;  // "case", "case open": commands above it
  std::string name;
  std::string help;
  std::string example;  // what follows "sijill "
  std::string method;   // "ReadmissionService/CloseCase"
  v1::Purpose purpose = v1::PURPOSE_CASE_HANDLING;  // unless --purpose is given
  std::vector<Argument> arguments = {};
  std::vector<Preset> presets = {};
  bool file_required = false;  // a positional FILE instead of --file
  Reference reference = Reference::kNone;
  View view = View::kReceipts;
  std::string rows = "";
  std::vector<Column> columns = {};
};

// The declarations, by group.
std::vector<Command> CaseCommands();      // opening, reading, replying
std::vector<Command> TransferCommands();  // of `case`: transfers, the end
std::vector<Command> IdentityCommands();  // and travel documents
std::vector<Command> RegistryCommands();  // and the ledger's
std::vector<Command> AllCommands();

}  // namespace sijill::cli
