// SPDX-License-Identifier: Apache-2.0
// The configuration of sijilld: one JSON file, every name known.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/names.h"

namespace sijill::node {

// What deploy/samples/node/README.md explains. Paths are absolute or taken
// from the configuration file's directory.
struct NodeConfig {
  base::DomainName domain;
  std::string exchange;
  // Of what the node keeps; all other paths have their place in it.
  std::string directory;
  std::string listen_address = "127.0.0.1";
  uint16_t listen_port = 0;  // 0: any free one; see <directory>/address
  std::string certificate;   // the node's own, PEM
  std::string key;           // its key, PEM, mode 0600
  std::string root;          // the domain's root, PEM
  std::string crl;           // its revocation list, PEM
  std::string rules;         // rule files; calendars in its folder "calendars"
  std::string peers;         // see common/config/peer_file.h
  std::string seals;         // <agency>.key and <agency>.pem each
  std::string registry;      // the first registry; need not be there
  // Moves what is recorded and decided, for exercises; certificates are
  // always judged by the machine's own time.
  absl::Duration clock_offset;
};

// An exercise: its exchange's name begins with "training.".
bool IsTraining(const NodeConfig& config);

// INVALID_ARGUMENT names what is missing, unknown or malformed. An offset of
// the clock is refused unless IsTraining().
absl::StatusOr<NodeConfig> ParseNodeConfig(std::string_view json,
                                           const std::string& directory);

// As ParseNodeConfig() of the file's bytes; as config::ReadFile() else.
absl::StatusOr<NodeConfig> ReadNodeConfig(const std::string& path);

// The file of a node that keeps everything at its default place.
std::string FormatNodeConfig(const base::DomainName& domain,
                             std::string_view exchange,
                             std::string_view listen);

}  // namespace sijill::node
