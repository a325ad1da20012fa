// SPDX-License-Identifier: Apache-2.0
// The node's own seal keys: <seals>/<agency>.key with <agency>.pem, one pair
// for each agency of the domain that seals here, `node` among them.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/casefile/casefile.h"
#include "common/casefile/seal_keys.h"

namespace sijill::node {

struct SealFiles {
  casefile::SealKeys keys;
  std::map<base::AgencyName, std::string> certificates;  // DER
};

// INVALID_ARGUMENT names the pair that does not fit: a key of another
// certificate, a certificate of another agency, or no pair for `node`. As
// config::ReadSecretFile() for keys that others may read.
absl::StatusOr<SealFiles> ReadSealFiles(const std::string& directory,
                                        const base::DomainName& domain);

// Writes KeyEndorsed, for every admitted domain, for each key that is not yet
// known, the node's own first: it seals the rest. Nothing if all are known.
// Errors as Casefile::Propose().
absl::Status EndorseSeals(casefile::Casefile& casefile, const SealFiles& seals);

}  // namespace sijill::node
