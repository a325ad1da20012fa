// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/pki_commands.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "common/base/status_macros.h"
#include "common/config/file.h"
#include "common/pki/authority/authority_directory.h"

namespace sijill::cli {
namespace {

using pki::AuthorityDirectory;

// A certificate in its last month is shown as such.
constexpr absl::Duration kEndsSoon = absl::Hours(24 * 30);

std::string TextOf(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

int64_t DaysUntil(absl::Time end, absl::Time now) {
  return absl::ToInt64Hours(end - now) / 24;
}

struct InitOptions {
  std::string directory;
  std::string domain;
};

absl::Status Init(const InitOptions& options, Session& session) {
  const absl::StatusOr<base::DomainName> domain =
      base::DomainName::Parse(options.domain);
  if (!domain.ok()) return UsageError(domain.status());
  absl::StatusOr<AuthorityDirectory> made = AuthorityDirectory::Create(
      options.directory, *domain, session.Now(), session.random());
  // The same domain's root is there already: that is what was asked for.
  if (absl::IsAlreadyExists(made.status())) {
    absl::StatusOr<AuthorityDirectory> held =
        AuthorityDirectory::Open(options.directory);
    if (held.ok() && held->authority().domain() == *domain) {
      made = std::move(held);
    }
  }
  RETURN_IF_ERROR(WithNextStep(
      made.status(), "choose another directory: a root is never replaced"));
  session.output().Print(
      {{{"domain", domain->str()},
        {"root", options.directory + "/root.pem"},
        {"fingerprint", made->authority().root().fingerprint().hex()},
        {"not_after", TextOf(made->authority().root().not_after())}}});
  return absl::OkStatus();
}

struct RevokeOptions {
  std::string directory;
  std::string serial;
  std::string certificate;
  std::string reason = "unspecified";
};

absl::StatusOr<std::string> SerialToRevoke(const RevokeOptions& options) {
  if (options.serial.empty() == options.certificate.empty()) {
    return UsageError("say which: either --serial or --cert");
  }
  if (!options.serial.empty()) return options.serial;
  ASSIGN_OR_RETURN(const std::string pem,
                   config::ReadFile(options.certificate));
  ASSIGN_OR_RETURN(const pki::Certificate certificate,
                   pki::Certificate::FromPem(pem));
  return certificate.serial_hex();
}

void PrintList(const pki::RevocationList& list, const std::string& directory,
               Session& session) {
  session.output().Print(
      {{{"revocation_list", directory + "/crl.pem"},
        {"number", static_cast<int64_t>(list.number())},
        {"revoked", static_cast<int64_t>(list.revocations().size())},
        {"next_update", TextOf(list.next_update())}}});
}

absl::Status Revoke(const RevokeOptions& options, Session& session) {
  const absl::StatusOr<pki::RevocationReason> reason =
      pki::ParseReason(options.reason);
  if (!reason.ok()) return UsageError(reason.status());
  ASSIGN_OR_RETURN(const std::string serial, SerialToRevoke(options));
  ASSIGN_OR_RETURN(AuthorityDirectory directory,
                   AuthorityDirectory::Open(options.directory));
  RETURN_IF_ERROR(WithNextStep(
      directory.Revoke(serial, *reason, session.Now()),
      "sijill pki status --dir shows the serials that were issued"));
  ASSIGN_OR_RETURN(const pki::RevocationList list,
                   directory.ReadRevocationList());
  PrintList(list, options.directory, session);
  return absl::OkStatus();
}

absl::Status Publish(const std::string& path, Session& session) {
  ASSIGN_OR_RETURN(AuthorityDirectory directory,
                   AuthorityDirectory::Open(path));
  RETURN_IF_ERROR(directory.PublishRevocationList(session.Now()));
  ASSIGN_OR_RETURN(const pki::RevocationList list,
                   directory.ReadRevocationList());
  PrintList(list, path, session);
  return absl::OkStatus();
}

std::string StateOf(const pki::IssuedCertificate& issued, absl::Time now) {
  if (issued.revocation) return "revoked";
  if (issued.not_after <= now) return "expired";
  return issued.not_after <= now + kEndsSoon ? "ends soon" : "valid";
}

absl::Status Status(const std::string& path, Session& session) {
  ASSIGN_OR_RETURN(const AuthorityDirectory directory,
                   AuthorityDirectory::Open(path));
  const absl::StatusOr<pki::RevocationList> list =
      directory.ReadRevocationList();
  if (!list.ok()) {
    return WithNextStep(absl::DataLossError(list.status().message()),
                        "publish the next one: sijill pki crl --dir");
  }
  const absl::Time now = session.Now();
  const pki::Certificate& root = directory.authority().root();
  Report report;
  report.fields = {
      {"domain", directory.authority().domain().str()},
      {"root_not_after", TextOf(root.not_after())},
      {"root_days_left", DaysUntil(root.not_after(), now)},
      {"revocation_list_number", static_cast<int64_t>(list->number())},
      {"revocation_list_age_hours",
       absl::ToInt64Hours(now - list->this_update())},
      {"revocation_list_next_update", TextOf(list->next_update())},
      {"revocation_list_overdue", list->next_update() < now}};
  report.rows_name = "certificates";
  report.columns = {"serial", "id", "not_after", "days_left", "state"};
  for (const pki::IssuedCertificate& issued : directory.index().issued) {
    report.rows.push_back(
        {issued.serial_hex, issued.id.str(), TextOf(issued.not_after),
         DaysUntil(issued.not_after, now), StateOf(issued, now)});
  }
  session.output().Print(report);
  return absl::OkStatus();
}

void AddInit(CLI::App& group, Session& session) {
  const auto options = std::make_shared<InitOptions>();
  CLI::App* const command =
      group.add_subcommand("init", "Make the root of a trust domain");
  command->add_option("--domain", options->domain, "Such as nl.example")
      ->required();
  command
      ->add_option("--dir", options->directory,
                   "A directory that is not there, or empty")
      ->required();
  command->callback([options, &session] {
    session.Run([&] { return Init(*options, session); });
  });
}

void AddRevoke(CLI::App& group, Session& session) {
  const auto options = std::make_shared<RevokeOptions>();
  CLI::App* const command = group.add_subcommand(
      "revoke", "Take a certificate back and publish the next list");
  command->add_option("--dir", options->directory, "The root's directory")
      ->required();
  command->add_option("--serial", options->serial, "Its serial number");
  command->add_option("--cert", options->certificate, "Or the certificate");
  command->add_option("--reason", options->reason,
                      "unspecified, keyCompromise, superseded, ...");
  command->callback([options, &session] {
    session.Run([&] { return Revoke(*options, session); });
  });
}

using DirectoryCommand = absl::Status (*)(const std::string&, Session&);

void AddOnDirectory(CLI::App& group, Session& session, const char* name,
                    const char* description, DirectoryCommand run) {
  const auto directory = std::make_shared<std::string>();
  CLI::App* const command = group.add_subcommand(name, description);
  command->add_option("--dir", *directory, "The root's directory")->required();
  command->callback([directory, run, &session] {
    session.Run([&] { return run(*directory, session); });
  });
}

}  // namespace

void AddPkiCommands(CLI::App& app, Session& session) {
  CLI::App* const group =
      app.add_subcommand("pki", "The certificates of a trust domain");
  group->require_subcommand(1);
  AddInit(*group, session);
  AddPkiIssue(*group, session);
  AddPkiRenew(*group, session);
  AddRevoke(*group, session);
  AddOnDirectory(*group, session, "crl",
                 "Publish the next revocation list, in force for a week",
                 Publish);
  AddOnDirectory(*group, session, "status",
                 "What was issued, what ends, what was revoked", Status);
}

}  // namespace sijill::cli
