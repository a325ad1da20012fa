// SPDX-License-Identifier: Apache-2.0
// Who may write where: asked of our own proposals and of what peers deliver.
#pragma once

#include <span>
#include <string>

#include "common/base/names.h"

namespace sijill::casefile {

// Whether an agency may write in the stream for this audience, whoever reads
// it. A case is open to all (roles are the fold's matter) but has a closed
// audience; a corridor is its two domains' own; of a post, the domain it
// belongs to is the author's or in the audience; in `nodes/<domain>` its
// agency `node` writes, for everyone or (what was disclosed) for its domain;
// `registry/<domain>` stays in its domain.
bool StreamAdmits(const base::StreamName& stream,
                  const base::AgencyName& author,
                  std::span<const std::string> audience);

// Whether `domain` is in the audience.
bool AudienceNames(std::span<const std::string> audience,
                   const base::DomainName& domain);

}  // namespace sijill::casefile
