// SPDX-License-Identifier: Apache-2.0
// sijill pki issue | renew
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/crypto/p256.h"
#include "common/pki/authority/authority_directory.h"
#include "common/pki/authority/new_file.h"
#include "tools/sijill/pki_commands.h"

namespace sijill::cli {
namespace {

using pki::AuthorityDirectory;
using pki::Certificate;
using pki::CertificateRequest;
using pki::SpiffeId;

struct IssueOptions {
  std::string directory;
  std::string kind;
  std::string agency;
  std::string name;
  std::vector<std::string> dns_names;
  std::vector<std::string> ip_addresses;
  std::string out;
};

struct RenewOptions {
  std::string directory;
  std::string certificate;
  std::string out;
};

void PrintIssued(const Certificate& certificate, const std::string& pem_path,
                 Session& session) {
  session.output().Print(
      {{{"id", certificate.uris()[0]},
        {"serial", certificate.serial_hex()},
        {"not_after",
         absl::FormatTime(absl::RFC3339_sec, certificate.not_after(),
                          absl::UTCTimeZone())},
        {"certificate", pem_path}}});
}

// A new pair <out>.pem and <out>.key. The key is on disk before it is
// certified: a certificate without its key would be issued for nothing.
absl::Status IssuePair(AuthorityDirectory& directory, SpiffeId id,
                       std::vector<std::string> dns_names,
                       std::vector<std::string> ip_addresses,
                       const std::string& out, Session& session) {
  const std::string pem_path = out + ".pem";
  const std::string key_path = out + ".key";
  if (::access(pem_path.c_str(), F_OK) == 0) {
    return absl::AlreadyExistsError(
        base::StrCat("there is something at ", pem_path, " already"));
  }
  const crypto::PrivateKey key = crypto::PrivateKey::Generate();
  RETURN_IF_ERROR(
      pki::WriteNewFile(key_path, key.ToPem(), config::FileMode::kSecret));
  const absl::StatusOr<Certificate> certificate =
      directory.Issue({std::move(id), key.public_key(), std::move(dns_names),
                       std::move(ip_addresses)},
                      session.Now(), session.random());
  if (!certificate.ok()) {
    ::unlink(key_path.c_str());  // this run made it, and nothing needs it
    return certificate.status();
  }
  RETURN_IF_ERROR(
      WithNextStep(pki::WriteNewFile(pem_path, certificate->ToPem(),
                                     config::FileMode::kPublic),
                   base::StrCat("copy it from the root's directory: issued/",
                                certificate->serial_hex(), ".pem")));
  PrintIssued(*certificate, pem_path, session);
  return absl::OkStatus();
}

absl::Status Issue(const IssueOptions& options, Session& session) {
  const absl::StatusOr<SpiffeId::Kind> kind = pki::ParseKind(options.kind);
  if (!kind.ok()) return UsageError(kind.status());
  ASSIGN_OR_RETURN(AuthorityDirectory directory,
                   AuthorityDirectory::Open(options.directory));
  absl::StatusOr<SpiffeId> id = SpiffeId::Of(
      *kind, directory.authority().domain(), options.agency, options.name);
  if (!id.ok()) return UsageError(id.status());
  return IssuePair(directory, *std::move(id), options.dns_names,
                   options.ip_addresses, options.out, session);
}

absl::Status Renew(const RenewOptions& options, Session& session) {
  ASSIGN_OR_RETURN(AuthorityDirectory directory,
                   AuthorityDirectory::Open(options.directory));
  ASSIGN_OR_RETURN(const std::string pem,
                   config::ReadFile(options.certificate));
  ASSIGN_OR_RETURN(const Certificate old, Certificate::FromPem(pem));
  const pki::IssuedCertificate* const issued =
      directory.index().Find(old.serial_hex());
  if (issued == nullptr) {
    return absl::NotFoundError("this root did not issue the certificate");
  }
  if (issued->revocation) {
    return WithNextStep(
        absl::FailedPreconditionError("the certificate was revoked"),
        "issue a new one with a new key: sijill pki issue");
  }
  if (!options.out.empty()) {
    return IssuePair(directory, issued->id, old.dns_names(), old.ip_addresses(),
                     options.out, session);
  }
  const CertificateRequest request{issued->id, old.public_key(),
                                   old.dns_names(), old.ip_addresses()};
  ASSIGN_OR_RETURN(const Certificate renewed,
                   directory.Issue(request, session.Now(), session.random()));
  RETURN_IF_ERROR(config::WriteFileAtomically(
      options.certificate, renewed.ToPem(), config::FileMode::kPublic));
  PrintIssued(renewed, options.certificate, session);
  return absl::OkStatus();
}

}  // namespace

void AddPkiIssue(CLI::App& group, Session& session) {
  const auto options = std::make_shared<IssueOptions>();
  CLI::App* const command =
      group.add_subcommand("issue", "Make a key and certify it");
  command->add_option("--dir", options->directory, "The root's directory")
      ->required();
  command->add_option("--kind", options->kind, "node, system, officer or seal")
      ->required();
  command->add_option("--agency", options->agency, "All but nodes have one");
  command
      ->add_option("--name", options->name,
                   "Name, pseudonym, or number of the seal")
      ->required();
  command->add_option("--dns", options->dns_names, "A host name of the node");
  command->add_option("--ip", options->ip_addresses, "An address of the node");
  command
      ->add_option("--out", options->out,
                   "Write OUT.pem and OUT.key; neither may be there")
      ->required();
  command->callback([options, &session] {
    session.Run([&] { return Issue(*options, session); });
  });
}

void AddPkiRenew(CLI::App& group, Session& session) {
  const auto options = std::make_shared<RenewOptions>();
  CLI::App* const command = group.add_subcommand(
      "renew",
      "Certify the same name again: the same key, in place; or with "
      "--out a new key");
  command->add_option("--dir", options->directory, "The root's directory")
      ->required();
  command->add_option("--cert", options->certificate, "The present certificate")
      ->required();
  command->add_option("--out", options->out,
                      "Make a new key: OUT.pem and OUT.key");
  command->callback([options, &session] {
    session.Run([&] { return Renew(*options, session); });
  });
}

}  // namespace sijill::cli
