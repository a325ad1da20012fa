// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/node_commands.h"

// The header above has CLI/App.hpp; the formatter is instantiated here.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/config/peer_file.h"
#include "common/pki/trust_store.h"

namespace sijill::cli {
namespace {

struct PeerOptions {
  std::string directory;
  config::PeerFile peer;
};

std::string Absolute(const std::string& path) {
  std::error_code error;
  return std::filesystem::absolute(path, error).lexically_normal();
}

// The root must be bound to the domain it is taken for.
absl::Status CheckRoot(const config::PeerFile& peer) {
  ASSIGN_OR_RETURN(const std::string pem, config::ReadFile(peer.root_pem));
  pki::TrustStore trust;
  ASSIGN_OR_RETURN(const base::DomainName bound, trust.AddRoot(pem));
  if (bound.str() == peer.domain) return absl::OkStatus();
  return absl::FailedPreconditionError(
      base::StrCat("the root is bound to ", bound.str(), ", not to ",
                   peer.domain, ": ask the peer for its own"));
}

absl::Status AddPeer(PeerOptions options, Session& session) {
  config::PeerFile& peer = options.peer;
  for (std::string* path : {&peer.root_pem, &peer.crl}) *path = Absolute(*path);
  RETURN_IF_ERROR(CheckRoot(peer));
  RETURN_IF_ERROR(config::WritePeerFile(options.directory + "/peers", peer));
  session.output().Print({{{"peer", peer.domain},
                           {"address", peer.address},
                           {"log_key", peer.shared_log_vkey}}});
  return absl::OkStatus();
}

absl::Status ListPeers(const std::string& directory, Session& session) {
  ASSIGN_OR_RETURN(const std::vector<config::PeerFile> peers,
                   config::ReadPeerFiles(directory + "/peers"));
  Report report{{}, "peers", {"domain", "address", "log_key"}, {}};
  for (const config::PeerFile& peer : peers) {
    report.rows.push_back({peer.domain, peer.address, peer.shared_log_vkey});
  }
  session.output().Print(report);
  return absl::OkStatus();
}

void AddAdd(CLI::App& group, Session& session) {
  // Shared with the callback, which lives as long as the app.
  const auto options = std::make_shared<PeerOptions>();
  CLI::App* const command = group.add_subcommand(
      "add", "Make another State's node known, or its new address");
  command->footer(
      "Example: sijill node peer add eg.demo --dir node --address "
      "192.0.2.7:7443 --root eg-root.pem --crl eg-crl.pem --log-key KEY\n"
      "Compare the root's fingerprint and the key over another channel.");
  command->add_option("DOMAIN", options->peer.domain, "Its trust domain")
      ->required();
  command->add_option("--dir", options->directory, "Your node's directory")
      ->required();
  command->add_option("--address", options->peer.address, "Its host:port")
      ->required();
  command->add_option("--root", options->peer.root_pem, "Its root (PEM)")
      ->required();
  command->add_option("--crl", options->peer.crl, "Its revocation list (PEM)")
      ->required();
  command
      ->add_option("--log-key", options->peer.shared_log_vkey,
                   "What `sijilld log-key` prints there")
      ->required();
  command->callback([options, &session] {
    session.Run([&] { return AddPeer(*options, session); });
  });
}

}  // namespace

void AddNodeCommands(CLI::App& app, Session& session) {
  CLI::App* const node =
      app.add_subcommand("node", "A node: how it is doing, its peers");
  node->require_subcommand(1);
  CLI::App* const peer =
      node->add_subcommand("peer", "The nodes that yours exchanges with");
  peer->require_subcommand(1);
  AddAdd(*peer, session);
  const auto directory = std::make_shared<std::string>();
  CLI::App* const list = peer->add_subcommand("list", "All that are known");
  list->footer("Example: sijill node peer list --dir node");
  list->add_option("--dir", *directory, "Your node's directory")->required();
  list->callback([directory, &session] {
    session.Run([&] { return ListPeers(*directory, session); });
  });
}

}  // namespace sijill::cli
