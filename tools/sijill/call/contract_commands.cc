// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/contract_commands.h"

// The header above has CLI/App.hpp; the formatter is instantiated here.
#include <CLI/CLI.hpp>
#include <memory>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/event/derived.h"
#include "tools/sijill/call/answer.h"
#include "tools/sijill/call/command.h"
#include "tools/sijill/call/log_comparison.h"
#include "tools/sijill/call/node_link.h"
#include "tools/sijill/call/reference.h"
#include "tools/sijill/call/request.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;

// One command with what this run gives it.
struct Run {
  Command command;
  Given given;
};

constexpr struct {
  const char* name;
  const char* help;
} kGroups[] = {
    {"case", "Readmission and document requests, from opening to closing"},
    {"case open", "Open a case"},
    {"identity", "Evidence, findings and nationality"},
    {"travel-document", "Travel documents"},
    {"registry", "Agencies, posts, duties and rule sets"},
    {"ledger", "The node's logs and their proofs"},
    {"audit", "Prove a case, see who read what"},
};

// RFC 9562 section 5.4.
std::string NewRequestId(crypto::Random& random) {
  event::Uuid uuid = random.Next<16>();
  uuid.data()[6] = static_cast<uint8_t>((uuid.data()[6] & 0x0f) | 0x40);
  uuid.data()[8] = static_cast<uint8_t>((uuid.data()[8] & 0x3f) | 0x80);
  return event::UuidText(uuid);
}

// Calls until the last page, each added to the one before.
absl::Status CallForAll(const Command& command, NodeLink& link,
                        pb::Message& request, pb::Message& response) {
  const pb::FieldDescriptor* const token =
      request.GetDescriptor()->FindFieldByName("page_token");
  while (true) {
    const std::unique_ptr<pb::Message> page(response.New());
    RETURN_IF_ERROR(link.Call(command.method, request, *page));
    const std::string next = TextAt(*page, "next_page_token");
    response.MergeFrom(*page);
    if (token == nullptr || next.empty()) break;
    request.GetReflection()->SetString(&request, token, next);
  }
  const pb::FieldDescriptor* const next =
      response.GetDescriptor()->FindFieldByName("next_page_token");
  if (next != nullptr) response.GetReflection()->ClearField(&response, next);
  return absl::OkStatus();
}

absl::Status Carry(Run& run, Session& session) {
  const Command& command = run.command;
  Given& given = run.given;
  given.now = session.Now();
  given.purpose = session.options().purpose;
  if (given.request_id.empty()) {
    given.request_id = NewRequestId(session.random());
  }
  ASSIGN_OR_RETURN(const auto request, BuildRequest(command, given));
  ASSIGN_OR_RETURN(const ConnectionProfile profile, session.Profile());
  ASSIGN_OR_RETURN(
      const auto link,
      NodeLink::Open(profile, session.clock(),
                     absl::Seconds(session.options().timeout_seconds)));
  RETURN_IF_ERROR(CompleteReference(command, *link, *request));
  const auto response = NewMessage(*MethodOf(command).output_type());
  const absl::Status status = CallForAll(command, *link, *request, *response);
  if (!status.ok()) {
    return IsMutation(command) ? WithRequestId(status, given.request_id)
                               : status;
  }
  PrintAnswer(command, *response, session.Now(), session.output());
  return CompareLogs(profile, *link, *response, session);
}

std::string HelpOf(const Command& command, const Argument& argument) {
  const pb::FieldDescriptor* const field =
      FieldAt(*MethodOf(command).input_type(), argument.field);
  if (!argument.help.empty()) return argument.help;
  if (field->enum_type() != nullptr) return EnumChoices(*field->enum_type());
  if (field->message_type() != nullptr) {
    return field->message_type()->name() == "Date"
               ? "1994, 1994-05 or 1994-05-17"
               : "2026-11-22T14:30:00+01:00";
  }
  std::string name = field->name();
  for (char& c : name) {
    if (c == '_') c = ' ';
  }
  return "The " + name;
}

void AddArgument(CLI::App& app, const Command& command,
                 const Argument& argument, std::vector<std::string>& words) {
  const pb::FieldDescriptor* const field =
      FieldAt(*MethodOf(command).input_type(), argument.field);
  const std::string help = HelpOf(command, argument);
  if (field->cpp_type() == pb::FieldDescriptor::CPPTYPE_BOOL) {
    app.add_flag_callback(
        argument.name, [&words] { words = {"true"}; }, help);
    return;
  }
  CLI::Option* option = nullptr;
  if (field->is_repeated()) {
    option = app.add_option(argument.name, words, help);
    option->allow_extra_args(false);
  } else {
    option = app.add_option_function<std::string>(
        argument.name, [&words](const std::string& word) { words = {word}; },
        help);
  }
  option->required(argument.required);
}

void AddGiven(CLI::App& app, Run& run) {
  Given& given = run.given;
  if (run.command.file_required) {
    app.add_option("FILE", given.file, "The request, as JSON")->required();
  } else {
    app.add_option("--file", given.file, "The request, or more of it, as JSON");
  }
  const std::string group = "Call";
  app.add_option("--officer", given.officer,
                 "The officer who decides, if a system asks")
      ->group(group);
  app.add_option("--purpose-note", given.purpose_note, "More of the purpose")
      ->group(group);
  if (!IsMutation(run.command)) return;
  app.add_option("--request-id", given.request_id,
                 "Repeat the request that had this UUID")
      ->group(group);
  app.add_flag("--validate-only", given.validate_only,
               "Decide and refuse as usual, record nothing")
      ->group(group);
}

// The subcommand for "case open", made if it is not there.
CLI::App& GroupOf(CLI::App& app, const std::string& path) {
  if (path.empty()) return app;
  const size_t space = path.rfind(' ');
  CLI::App& above =
      space == std::string::npos ? app : GroupOf(app, path.substr(0, space));
  const std::string name =
      space == std::string::npos ? path : path.substr(space + 1);
  const auto there = above.get_subcommands(
      [&](const CLI::App* sub) { return sub->get_name() == name; });
  if (!there.empty()) return *there.front();
  std::string help;
  for (const auto& group : kGroups) {
    if (group.name == path) help = group.help;
  }
  CLI::App* const made = above.add_subcommand(name, help);
  made->require_subcommand(1);
  return *made;
}

}  // namespace

void AddContractCommands(CLI::App& app, Session& session) {
  for (Command& command : AllCommands()) {
    // Shared with the callback, which lives as long as the app.
    const auto run = std::make_shared<Run>();
    run->command = std::move(command);
    const Command& c = run->command;
    CLI::App* const sub = GroupOf(app, c.group).add_subcommand(c.name, c.help);
    sub->footer(base::StrCat("Example: sijill ", c.example));
    run->given.words.resize(c.arguments.size());
    for (size_t i = 0; i < c.arguments.size(); ++i) {
      AddArgument(*sub, c, c.arguments[i], run->given.words[i]);
    }
    AddGiven(*sub, *run);
    sub->callback(
        [run, &session] { session.Run([&] { return Carry(*run, session); }); });
  }
}

}  // namespace sijill::cli
