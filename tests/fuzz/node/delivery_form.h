// SPDX-License-Identifier: Apache-2.0
// A delivery as it travels, and what must hold of one that was taken.
#pragma once

#include <string_view>

#include "common/casefile/delivery.h"
#include "common/testing/node_fixture.h"
#include "sijill/v1/exchange_service.pb.h"

namespace sijill::fuzz {

v1::DeliverEventsRequest OnTheWire(const casefile::Delivery& delivery,
                                   std::string_view origin);

// Has `node` take `delivery` of `peer`, twice. Requires: a refusal that the
// contract names, or an answer for each event; accepted events are those of
// the peer's domain, for us and in order; nothing else was written; the second
// time writes nothing; the store is sound; every case can be folded.
void TakeAndRequire(testing::NodeFixture& node, const casefile::Peer& peer,
                    const casefile::Delivery& delivery);

// Requires that the auditor finds nothing and the node would go on.
void RequireSound(testing::NodeFixture& node);

}  // namespace sijill::fuzz
