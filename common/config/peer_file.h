// SPDX-License-Identifier: Apache-2.0
// Peers as they were made known by hand: a file <directory>/<domain>.json each.
// Written by `sijill node peer add`, read by sijilld.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace sijill::config {

// {"domain": "...", "address": "host:port", "root_pem": "<path>",
//  "crl": "<path>", "shared_log_vkey": "<C2SP verifier key>"}
// Every name is required and there is no other. A path that does not begin
// with "/" is taken from the file's own directory.
struct PeerFile {
  std::string domain;           // of a shape that base::DomainName parses
  std::string address;          // where its node listens
  std::string root_pem;         // file of its root certificate
  std::string crl;              // file of its root's revocation list
  std::string shared_log_vkey;  // of its shared log; its name is the origin

  friend bool operator==(const PeerFile&, const PeerFile&) = default;
};

// INVALID_ARGUMENT names the field that is missing, unknown or malformed.
absl::StatusOr<PeerFile> ParsePeerFile(std::string_view json);
// What ParsePeerFile() reads.
std::string FormatPeerFile(const PeerFile& peer);

// The peers of a directory, ascending by domain, with absolute paths; none if
// there is no such directory. INVALID_ARGUMENT also if a file is not named
// after its domain; else as ReadFile().
absl::StatusOr<std::vector<PeerFile>> ReadPeerFiles(
    const std::string& directory);

// Writes <directory>/<domain>.json in one step, in place of an earlier one.
// INVALID_ARGUMENT as ParsePeerFile(); else as WriteFileAtomically().
absl::Status WritePeerFile(const std::string& directory, const PeerFile& peer);

}  // namespace sijill::config
