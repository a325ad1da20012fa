// SPDX-License-Identifier: Apache-2.0
#include "common/config/peer_file.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "common/base/names.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/config/file.h"
#include "common/merkle/verifier_key.h"

namespace sijill::config {
namespace {

struct Member {
  const char* name;
  std::string PeerFile::*text;
};
constexpr Member kMembers[] = {
    {"domain", &PeerFile::domain},
    {"address", &PeerFile::address},
    {"root_pem", &PeerFile::root_pem},
    {"crl", &PeerFile::crl},
    {"shared_log_vkey", &PeerFile::shared_log_vkey},
};

absl::Status Wrong(std::string_view member, std::string_view what) {
  return absl::InvalidArgumentError(base::StrCat(member, ": ", what));
}

bool IsAddress(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto port = base::ParseDecimal(text.substr(colon + 1));
  return port && *port >= 1 && *port <= 65535;
}

absl::Status CheckPeer(const PeerFile& peer) {
  if (!base::IsName(peer.domain)) return Wrong("domain", "no domain's name");
  if (!IsAddress(peer.address)) return Wrong("address", "host:port is needed");
  if (peer.root_pem.empty()) return Wrong("root_pem", "a path is needed");
  if (peer.crl.empty()) return Wrong("crl", "a path is needed");
  const auto key = merkle::ParseVerifierKey(peer.shared_log_vkey);
  if (!key.ok() || key->type != merkle::SignatureType::kEd25519) {
    return Wrong("shared_log_vkey", "no C2SP verifier key of a log");
  }
  // "<domain>/sijill/<exchange>/shared/<epoch>": a log of another domain would
  // make its operator a voice for this one.
  if (!key->name.starts_with(peer.domain + "/sijill/") ||
      key->name.find("/shared/") == std::string::npos) {
    return Wrong("shared_log_vkey", "not of a shared log of this domain");
  }
  return absl::OkStatus();
}

std::string From(const std::filesystem::path& directory,
                 const std::string& path) {
  return (directory / path).lexically_normal().string();
}

}  // namespace

absl::StatusOr<PeerFile> ParsePeerFile(std::string_view json) {
  const auto root = nlohmann::json::parse(json, nullptr, false);
  if (!root.is_object()) {
    return absl::InvalidArgumentError("the peer's file is no JSON object");
  }
  PeerFile peer;
  for (const Member& member : kMembers) {
    const auto found = root.find(member.name);
    if (found == root.end() || !found->is_string()) {
      return Wrong(member.name, "a text is needed");
    }
    peer.*member.text = found->get<std::string>();
    if (base::HoldsControl(peer.*member.text)) {
      return Wrong(member.name, "holds a control character");
    }
  }
  if (root.size() != std::size(kMembers)) {
    for (const auto& [name, value] : root.items()) {
      const auto known =
          std::ranges::find_if(kMembers, [&given = name](const Member& member) {
            return given == member.name;
          });
      if (known != std::end(kMembers)) continue;
      return Wrong(base::HoldsControl(name) ? "a name" : name, "unknown name");
    }
  }
  RETURN_IF_ERROR(CheckPeer(peer));
  return peer;
}

std::string FormatPeerFile(const PeerFile& peer) {
  nlohmann::ordered_json root;
  for (const Member& member : kMembers) {
    root[member.name] = peer.*member.text;
  }
  return root.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

absl::StatusOr<std::vector<PeerFile>> ReadPeerFiles(
    const std::string& directory) {
  std::vector<PeerFile> peers;
  std::error_code error;
  std::filesystem::directory_iterator files(directory, error);
  if (error == std::errc::no_such_file_or_directory) return peers;
  if (error) {
    return absl::UnavailableError(
        base::StrCat(directory, ": ", error.message()));
  }
  for (const auto& file : files) {
    if (file.path().extension() != ".json") continue;
    const std::string path = file.path().string();
    ASSIGN_OR_RETURN(const std::string json, ReadFile(path));
    auto peer = ParsePeerFile(json);
    if (!peer.ok() || file.path().stem() != peer->domain) {
      return absl::InvalidArgumentError(
          base::StrCat(path, ": ",
                       peer.ok() ? std::string("not named after its domain")
                                 : std::string(peer.status().message())));
    }
    const auto here = std::filesystem::absolute(directory, error);
    peer->root_pem = From(here, peer->root_pem);
    peer->crl = From(here, peer->crl);
    peers.push_back(*std::move(peer));
  }
  std::ranges::sort(peers, {}, &PeerFile::domain);
  return peers;
}

absl::Status WritePeerFile(const std::string& directory, const PeerFile& peer) {
  RETURN_IF_ERROR(CheckPeer(peer));
  return WriteFileAtomically(base::StrCat(directory, "/", peer.domain, ".json"),
                             FormatPeerFile(peer), FileMode::kPublic);
}

}  // namespace sijill::config
