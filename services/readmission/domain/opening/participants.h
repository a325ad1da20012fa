// SPDX-License-Identifier: Apache-2.0
// Who a case about to be opened is between, looked up in the registry.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/readmission/domain/opening/opening.h"
#include "sijill/v1/registry.pb.h"

namespace sijill::readmission {

// The agencies of an opening. Pointers are into the registry.
struct Parties {
  // nullptr where the registry knows none, or not in this role.
  const v1::Agency* requesting = nullptr;
  const v1::Agency* replying = nullptr;  // requested, or else the consulate
  // By role ascending, the opener's own among them.
  std::vector<v1::Participant> participants;
  std::set<std::string> domains;
  // Fields that name an agency or post that the registry does not know, or not
  // in that role.
  std::vector<std::string> unknown;
};

// Looks the agencies of `opening` up. Adds to `problems` what is no name, and
// who cannot stand together: all of the replying side are of one domain, and
// of another State than the one that asks (who else a State names for the
// other side counts for nothing).
Parties FindParties(const Opening& opening, const decision::Context& context,
                    form::Problems& problems);

// INVALID_ARGUMENT, AGENCY_UNKNOWN, metadata `fields`, if any is unknown.
absl::Status RequireKnown(const Parties& parties);

}  // namespace sijill::readmission
