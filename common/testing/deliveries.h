// SPDX-License-Identifier: Apache-2.0
// Cases between test nodes, and what one node delivers to another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/casefile/casefile.h"
#include "common/testing/node_fixture.h"

namespace sijill::testing {

// Domains ascending, as an audience has them.
std::vector<std::string> Between(const std::vector<const NodeFixture*>& nodes);

// A readmission request of `author` for `audience`, whose case is named by
// `name`: the same author and name give the same case.
casefile::Proposal OpeningOf(const base::AgencyName& author,
                             std::vector<std::string> audience,
                             std::string_view name);

// An event of `kind` in the case, as many parts as it has: "<text>/<part>".
casefile::Proposal EventOf(const base::StreamName& stream,
                           const base::AgencyName& author,
                           std::vector<std::string> audience, uint32_t kind,
                           std::string_view text);

// What `sender`'s shared log holds for `receiver` from the position on that
// the receiver wants, at most `limit` entries of it looked at.
absl::StatusOr<casefile::Delivery> DeliveryFor(NodeFixture& sender,
                                               NodeFixture& receiver,
                                               uint64_t limit = UINT64_MAX);

// Delivers all of it. Errors as Casefile::Import().
absl::StatusOr<casefile::ImportAnswer> Deliver(NodeFixture& sender,
                                               NodeFixture& receiver);

}  // namespace sijill::testing
