// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/profile_commands.h"

// The header above has CLI/App.hpp; the formatter is instantiated here.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "common/base/status_macros.h"
#include "tools/sijill/connection_profile.h"

namespace sijill::cli {
namespace {

struct AddOptions {
  ConnectionProfile profile;
  bool replace = false;
};

std::string Absolute(const std::string& path) {
  std::error_code error;
  return std::filesystem::absolute(path, error).lexically_normal();
}

absl::Status Add(AddOptions options, Session& session) {
  ConnectionProfile& profile = options.profile;
  for (std::string* path : {&profile.certificate, &profile.key, &profile.root,
                            &profile.revocation_list}) {
    *path = Absolute(*path);
  }
  RETURN_IF_ERROR(UsageError(CheckShape(profile)));
  RETURN_IF_ERROR(CheckFiles(profile));
  ASSIGN_OR_RETURN(const std::string directory, session.ConfigDirectory());
  RETURN_IF_ERROR(WriteProfile(directory, profile, options.replace));
  session.output().Print({{{"profile", profile.name},
                           {"domain", profile.domain},
                           {"node", profile.node}}});
  return absl::OkStatus();
}

absl::Status List(Session& session) {
  ASSIGN_OR_RETURN(const std::string directory, session.ConfigDirectory());
  ASSIGN_OR_RETURN(const std::vector<ConnectionProfile> profiles,
                   ReadProfiles(directory));
  Report report{{}, "profiles", {"name", "domain", "node"}, {}};
  for (const ConnectionProfile& profile : profiles) {
    report.rows.push_back({profile.name, profile.domain, profile.node});
  }
  session.output().Print(report);
  return absl::OkStatus();
}

absl::Status Show(const std::string& name, Session& session) {
  ASSIGN_OR_RETURN(const std::string directory, session.ConfigDirectory());
  ASSIGN_OR_RETURN(const ConnectionProfile profile,
                   ReadProfile(directory, name));
  session.output().Print({{{"profile", profile.name},
                           {"domain", profile.domain},
                           {"node", profile.node},
                           {"certificate", profile.certificate},
                           {"key", profile.key},
                           {"root", profile.root},
                           {"revocation_list", profile.revocation_list}}});
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Session& session) {
  const auto options = std::make_shared<AddOptions>();
  ConnectionProfile& profile = options->profile;
  CLI::App* const command =
      group.add_subcommand("add", "Name a certificate and the node it is for");
  command->add_option("name", profile.name, "Its name")->required();
  command->add_option("--domain", profile.domain, "The node's trust domain")
      ->required();
  command->add_option("--node", profile.node, "The node's address, host:port")
      ->required();
  command->add_option("--cert", profile.certificate, "Your certificate (PEM)")
      ->required();
  command->add_option("--key", profile.key, "Its key (PEM, mode 0600)")
      ->required();
  command->add_option("--root", profile.root, "The domain's root (PEM)")
      ->required();
  command
      ->add_option("--crl", profile.revocation_list,
                   "The domain's revocation list (PEM)")
      ->required();
  command
      ->add_option("--log-key", profile.log_keys,
                   "A verifier key of the node's logs; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--replace", options->replace,
                    "Put it in the place of a profile of this name");
  command->callback([options, &session] {
    session.Run([&] { return Add(*options, session); });
  });
}

}  // namespace

void AddProfileCommands(CLI::App& app, Session& session) {
  CLI::App* const group =
      app.add_subcommand("profile", "Who you are, and which node you speak to");
  group->require_subcommand(1);
  AddAdd(*group, session);
  group->add_subcommand("list", "All profiles")->callback([&session] {
    session.Run([&] { return List(session); });
  });
  const auto name = std::make_shared<std::string>();
  CLI::App* const show = group->add_subcommand("show", "One profile");
  show->add_option("name", *name, "Its name")->required();
  show->callback(
      [name, &session] { session.Run([&] { return Show(*name, session); }); });
}

}  // namespace sijill::cli
