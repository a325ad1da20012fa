// SPDX-License-Identifier: Apache-2.0
// What a peer sends, byte by byte: mutations of a valid delivery.
#include <memory>
#include <string>
#include <vector>

#include "common/testing/deliveries.h"
#include "common/testing/forged_log.h"
#include "services/exchange/rpc/received.h"
#include "sijill/v1/kinds.pb.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/node/delivery_form.h"
#include "tests/fuzz/node/node_targets.h"
#include "tests/fuzz/node/peers.h"

namespace sijill::fuzz {
namespace {

testing::ForgedLog SouthLog() {
  testing::ForgedLog log(South());
  log.Begin({"interior"});
  const auto author = South().Agency("interior");
  const std::vector<std::string> both = {kNorth, kSouth};
  const casefile::Proposal opening = testing::OpeningOf(author, both, "a case");
  testing::Draft draft =
      log.DraftOf(opening.stream, author, both, opening.kind);
  draft.header.random = *opening.random;
  log.Add(draft);
  log.Add(log.DraftOf(opening.stream, author, both,
                      v1::EVENT_KIND_REQUEST_COMPLETED));
  return log;
}

// The receiver, new after each input that changed it.
testing::NodeFixture& North() {
  static auto* const north = new std::unique_ptr<testing::NodeFixture>;
  if (*north != nullptr) {
    const auto held = (*north)->casefile().PositionOf(South().domain());
    if (held.ok() && *held == casefile::PeerState()) return **north;
  }
  north->reset();
  *north = NewNorth();
  return **north;
}

}  // namespace

Inputs DeliverySeeds() {
  const testing::ForgedLog log = SouthLog();
  const std::string& origin = South().AsPeer().log_origin;
  const auto whole = OnTheWire(log.From(0, 0), origin);
  auto withheld = whole;
  for (auto& event : *withheld.mutable_events()) {
    event.mutable_event_parts()->Clear();
  }
  return {whole.SerializeAsString(), withheld.SerializeAsString(),
          OnTheWire(log.From(4, 0), origin).SerializeAsString()};
}

void FuzzDelivery(std::string_view bytes) {
  v1::DeliverEventsRequest request;
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return;
  }
  const auto delivery = exchange::ParseDelivery(request);
  if (!delivery.ok()) {
    return Require(absl::IsInvalidArgument(delivery.status()) ||
                       absl::IsResourceExhausted(delivery.status()),
                   "a delivery is refused as documented");
  }
  const casefile::Peer peer = South().AsPeer();
  (void)exchange::CompareLogs(peer, *delivery, "");
  TakeAndRequire(North(), peer, *delivery);
}

}  // namespace sijill::fuzz
