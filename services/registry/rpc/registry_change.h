// SPDX-License-Identifier: Apache-2.0
// How the registry changes: one event of the own log.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/command/caller.h"
#include "common/command/mutation.h"
#include "common/command/office.h"
#include "common/decision/directory.h"
#include "sijill/v1/common.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::registry {

struct Changed {
  std::vector<v1::Receipt> receipts;  // none if only validated
  // After the change; if only validated, the one it was validated for.
  uint64_t registry_version = 0;
};

// Carries out a change asked for by an administrator. `check` looks at the
// registry it would be made in. FAILED_PRECONDITION, REGISTRY_CHANGED, if
// `expected` is neither 0 nor the registry's version; `registry_version` in its
// metadata is. Other errors as command::ChangeCase().
absl::StatusOr<Changed> ChangeRegistry(
    const command::Office& office, const command::Mutation& mutation,
    uint64_t expected, v1::RegistryChanged change,
    absl::FunctionRef<absl::Status(const decision::Directory&)> check);

// A proposal of the node's own agency in its registry's stream.
casefile::Proposal RegistryProposal(const base::DomainName& domain,
                                    uint32_t kind, std::string part);

}  // namespace sijill::registry
