// SPDX-License-Identifier: Apache-2.0
// What this process shows of itself in a TLS handshake.
#pragma once

#include <string>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace sijill::rpc {

// A certificate and its key, as PEM.
struct Identity {
  std::string certificate_pem;
  std::string private_key_pem;  // secret
};

// INVALID_ARGUMENT if either is malformed or the key is not the certificate's;
// FAILED_PRECONDITION if the certificate is not valid at `now`.
absl::Status CheckIdentity(const Identity& identity, absl::Time now);

// A directory that holds identities, one current. Renewal makes a new folder
// and swaps one symbolic link: a reader sees the old pair or the new one, never
// half of each, which would be an outage of gRPC's file watcher.
class IdentityDirectory {
 public:
  // The directory must exist, and belong to this process alone.
  explicit IdentityDirectory(std::string path);

  // Makes `identity` the current one, durably. As CheckIdentity(), and as
  // config::WriteFileAtomically(); the current one stays then. Servers and
  // clients that watch take it up within kPollSeconds, without dropping a
  // connection. Folders of earlier identities stay and may be deleted.
  absl::Status Install(const Identity& identity, absl::Time now) const;
  // The current one. NOT_FOUND if none was installed.
  absl::StatusOr<Identity> Load() const;

  std::string certificate_path() const;
  std::string key_path() const;
  static constexpr unsigned kPollSeconds = 1;

 private:
  std::string path_;
};

// Fixed for the life of the process, or renewed on disk.
using IdentitySource = std::variant<Identity, IdentityDirectory>;

}  // namespace sijill::rpc
