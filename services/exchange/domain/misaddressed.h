// SPDX-License-Identifier: Apache-2.0
// Whether the agencies that a peer's opening event names for our domain exist.
#pragma once

#include <vector>

#include "common/base/names.h"
#include "common/decision/directory.h"
#include "sijill/v1/common.pb.h"
#include "sijill/v1/events.pb.h"

namespace sijill::exchange {

// The participants of `opening` that are agencies of `domain` and not in the
// registry, or no longer act, in the order of the opening.
std::vector<v1::Participant> UnknownHere(const v1::OpeningTerms& opening,
                                         const base::DomainName& domain,
                                         const decision::Directory& directory);

}  // namespace sijill::exchange
