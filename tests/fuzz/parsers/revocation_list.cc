// SPDX-License-Identifier: Apache-2.0
#include "common/pki/revocation_list.h"

#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/parsers/domain_pki.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {

Inputs RevocationListSeeds() { return {Pki().revocation_list_pem}; }

void FuzzRevocationList(std::string_view bytes) {
  const auto list = pki::RevocationList::FromPem(bytes, Pki().root());
  pki::TrustStore trust = Pki().trust;
  const absl::Status set = trust.SetRevocationList(bytes, Pki().now);
  Require(set.ok() == list.ok(), "a list of the root is taken");
  if (!list.ok()) {
    return Require(absl::IsInvalidArgument(list.status()) ||
                       absl::IsUnauthenticated(list.status()),
                   "a list is malformed, or not the root's");
  }
  Require(list->this_update() < list->next_update(), "it ends after it began");
  // Nobody but the root can sign one, so it says what the root said.
  Require(list->revocations().size() == 1, "it takes back what was revoked");
}

}  // namespace sijill::fuzz
