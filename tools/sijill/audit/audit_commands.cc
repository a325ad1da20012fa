// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/audit/audit_commands.h"

// The header above has CLI/App.hpp; the formatter is instantiated here.
#include <CLI/CLI.hpp>
#include <memory>
#include <set>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "tools/sijill/audit/replay_check.h"
#include "tools/sijill/audit/store_verification.h"
#include "tools/sijill/audit/timeline.h"
#include "tools/sijill/call/log_comparison.h"
#include "tools/sijill/call/node_link.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

constexpr int32_t kPage = 200;

struct AuditOptions {
  std::string case_name;
  std::vector<std::string> roots;
  std::string purpose_note;
  std::string store;  // of `verify`: a directory instead of a node
  std::vector<std::string> log_keys;  // of its logs
};

// What an audit needs of the profile and the command line.
struct Auditor {
  ConnectionProfile profile;
  std::unique_ptr<NodeLink> link;
  pki::TrustStore roots;
  v1::Caller caller;
};

absl::StatusOr<Auditor> MakeAuditor(const AuditOptions& options,
                                    Session& session) {
  Auditor auditor;
  ASSIGN_OR_RETURN(auditor.profile, session.Profile());
  std::vector<std::string> files = options.roots;
  files.push_back(auditor.profile.root);
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(const std::string pem, config::ReadFile(file));
    RETURN_IF_ERROR(auditor.roots.AddRoot(pem).status());
  }
  const std::string& purpose = session.options().purpose;
  RETURN_IF_ERROR(UsageError(SetField(auditor.caller, "purpose",
                                      purpose.empty() ? "audit" : purpose)));
  auditor.caller.set_purpose_note(options.purpose_note);
  ASSIGN_OR_RETURN(
      auditor.link,
      NodeLink::Open(auditor.profile, session.clock(),
                     absl::Seconds(session.options().timeout_seconds)));
  return auditor;
}

// Replays one case, and compares every page's checkpoints with those that were
// seen of the logs before.
absl::StatusOr<ReplayCheck> Replay(Auditor& auditor, const std::string& name,
                                   Session& session) {
  std::set<std::string> unsigned_logs;
  ReplayCheck check(name, auditor.roots, [&](const std::string& note) {
    auto checkpoint = ReadNote(auditor.profile, note);
    if (checkpoint.ok() && !HasKeyOf(auditor.profile, checkpoint->origin)) {
      unsigned_logs.insert(checkpoint->origin);
    }
    return checkpoint;
  });
  v1::ReplayCaseRequest request;
  *request.mutable_caller() = auditor.caller;
  request.set_case_name(name);
  request.set_page_size(kPage);
  while (true) {
    v1::ReplayCaseResponse page;
    RETURN_IF_ERROR(
        auditor.link->Call("AuditService/ReplayCase", request, page));
    check.AddPage(page);
    for (const v1::LogCheckpoint& log : page.checkpoints()) {
      RETURN_IF_ERROR(CompareNote(auditor.profile, *auditor.link, log.log(),
                                  log.checkpoint(), session));
    }
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  for (const std::string& origin : unsigned_logs) {
    check.AddNote(base::StrCat("signature of the log ", origin,
                               " not checked: its key is not in the profile"));
  }
  check.Finish();
  return check;
}

std::string FullName(const std::string& name) {
  return name.find('/') == std::string::npos ? "cases/" + name : name;
}

absl::Status ReplayOne(const AuditOptions& options, Session& session) {
  ASSIGN_OR_RETURN(Auditor auditor, MakeAuditor(options, session));
  ASSIGN_OR_RETURN(const ReplayCheck check,
                   Replay(auditor, FullName(options.case_name), session));
  PrintTimeline(check, session.output());
  return check.verified() ? absl::OkStatus()
                          : DoesNotVerify("the case does not verify");
}

absl::StatusOr<std::vector<std::string>> AllCases(Auditor& auditor) {
  std::vector<std::string> names;
  v1::ListCasesRequest request;
  *request.mutable_caller() = auditor.caller;
  while (true) {
    v1::ListCasesResponse page;
    RETURN_IF_ERROR(
        auditor.link->Call("ReadmissionService/ListCases", request, page));
    for (const v1::CaseSummary& one : page.cases()) names.push_back(one.name());
    if (page.next_page_token().empty()) return names;
    request.set_page_token(page.next_page_token());
  }
}

absl::Status VerifyAll(const AuditOptions& options, Session& session) {
  if (!options.store.empty()) {
    return VerifyStore(options.store, options.log_keys, session);
  }
  ASSIGN_OR_RETURN(Auditor auditor, MakeAuditor(options, session));
  ASSIGN_OR_RETURN(const std::vector<std::string> names, AllCases(auditor));
  Report report{{}, "cases", {"case", "events", "verified", "complete"}, {}};
  std::set<std::string> notes;
  size_t broken = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    session.output().Progress(
        base::StrCat("case ", i + 1, " of ", names.size()));
    ASSIGN_OR_RETURN(const ReplayCheck check,
                     Replay(auditor, names[i], session));
    report.rows.push_back({names[i], static_cast<int64_t>(check.lines().size()),
                           check.verified(), check.complete()});
    notes.insert(check.notes().begin(), check.notes().end());
    broken += check.verified() ? 0 : 1;
  }
  session.output().Print(report);
  for (const std::string& note : notes) session.output().Warn(note);
  return broken == 0 ? absl::OkStatus()
                     : DoesNotVerify(base::StrCat(broken, " of ", names.size(),
                                                  " cases do not verify"));
}

using AuditCommand = absl::Status (*)(const AuditOptions&, Session&);

CLI::App& Add(CLI::App& group, const char* name, const char* help,
              const char* example, AuditCommand run,
              const std::shared_ptr<AuditOptions>& options, Session& session) {
  CLI::App* const command = group.add_subcommand(name, help);
  command->footer(base::StrCat("Example: sijill ", example));
  command
      ->add_option("--root", options->roots,
                   "Another domain's root (PEM); may be repeated")
      ->allow_extra_args(false);
  command->add_option("--purpose-note", options->purpose_note,
                      "More of the purpose");
  command->callback([options, run, &session] {
    session.Run([&] { return run(*options, session); });
  });
  return *command;
}

}  // namespace

void AddAuditCommands(CLI::App& app, Session& session) {
  CLI::App& group = *app.get_subcommand("audit");
  // Shared with the callbacks, which live as long as the app.
  const auto one = std::make_shared<AuditOptions>();
  Add(group, "replay", "The whole of a case, every event verified here",
      "audit replay CASE --root kz.pem", ReplayOne, one, session)
      .add_option("CASE", one->case_name, "The case")
      ->required();
  const auto all = std::make_shared<AuditOptions>();
  CLI::App& verify =
      Add(group, "verify", "Replay and verify every case that you may see",
          "audit verify --root kz.pem", VerifyAll, all, session);
  verify.add_option("--store", all->store,
                    "A node's store, or a copy of it, without its node");
  verify
      .add_option("--log-key", all->log_keys,
                  "With --store: key of one of its logs, beside those of the "
                  "profile; may be repeated")
      ->allow_extra_args(false);
}

}  // namespace sijill::cli
