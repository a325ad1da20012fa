// SPDX-License-Identifier: Apache-2.0
// The secrets that a node makes for itself once: <directory>/secrets, each in
// a file of mode 0600. Whoever has them can sign as this node's log.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/names.h"
#include "common/crypto/aead.h"
#include "common/crypto/random.h"
#include "common/ledger/log_signer.h"

namespace sijill::node {

struct Secrets {
  ledger::LogSigner shared_log;
  ledger::LogSigner own_log;
  std::string request_key;  // 32 bytes: FORMAT.md, "Idempotency value"
  crypto::DataKey wrapping_key;
};

// Makes the node's directory: its secrets, its folders (peers, seals, pki,
// rules) and its configuration, which listens on `listen`. ALREADY_EXISTS if
// the directory holds a configuration; else as config::WriteFileAtomically().
absl::Status CreateNodeDirectory(const std::string& directory,
                                 const base::DomainName& domain,
                                 const std::string& exchange,
                                 const std::string& listen,
                                 crypto::Random& random);

// As config::ReadSecretFile(); INVALID_ARGUMENT if a secret has another length.
absl::StatusOr<Secrets> ReadSecrets(const std::string& directory,
                                    const base::DomainName& domain,
                                    const std::string& exchange);

// What peers verify the checkpoints of the shared log with (C2SP verifier key).
std::string SharedLogVerifierKey(const Secrets& secrets);
// The same of the own log, for the domain's own auditors.
std::string OwnLogVerifierKey(const Secrets& secrets);

}  // namespace sijill::node
