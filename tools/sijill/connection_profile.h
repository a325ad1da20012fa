// SPDX-License-Identifier: Apache-2.0
// Who the user is and which node he speaks to, under a short name: a file
// <config directory>/profiles/<name>.json. It names keys and holds none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace sijill::cli {

struct ConnectionProfile {
  std::string name;
  std::string domain;           // of the node: its root is bound to it
  std::string node;             // host:port
  std::string certificate;      // absolute paths of PEM files, from here on
  std::string key;              // mode 0600
  std::string root;             // of `domain`
  std::string revocation_list;  // of `domain`
  std::vector<std::string> log_keys = {};  // C2SP verifier keys of its logs

  friend bool operator==(const ConnectionProfile&,
                         const ConnectionProfile&) = default;
};

// INVALID_ARGUMENT unless the name, domain and address are of their shape and
// the paths absolute.
absl::Status CheckShape(const ConnectionProfile& profile);

// OK if its files fit each other: the key is the certificate's, and the root
// is bound to the domain. FAILED_PRECONDITION if not, else the codes of
// config::ReadFile() and pki::Certificate.
absl::Status CheckFiles(const ConnectionProfile& profile);

// JSON, and back: INVALID_ARGUMENT for other text, unknown names included.
std::string ToJson(const ConnectionProfile& profile);
absl::StatusOr<ConnectionProfile> ProfileFromJson(std::string_view text);

// ALREADY_EXISTS if another profile has this name and `replace` is false.
absl::Status WriteProfile(const std::string& config_directory,
                          const ConnectionProfile& profile, bool replace);
// NOT_FOUND if there is none of that name.
absl::StatusOr<ConnectionProfile> ReadProfile(
    const std::string& config_directory, const std::string& name);
// In order of their names; none if the directory is not there.
absl::StatusOr<std::vector<ConnectionProfile>> ReadProfiles(
    const std::string& config_directory);

}  // namespace sijill::cli
