// SPDX-License-Identifier: Apache-2.0
// A delivery of two bytes for each part became seventy bytes for each, several
// times over, before the first was looked at.
#include <gtest/gtest.h>

#include <string>

#include "common/refusal/refusal.h"
#include "services/exchange/rpc/received.h"

namespace sijill::exchange {
namespace {

TEST(DeliveryOfManyPartsTest, NoMoreAreTakenThanAnEventMayHave) {
  v1::DeliverEventsRequest request;
  v1::EventDelivery& event = *request.add_events();
  for (int i = 0; i < 100'000; ++i) event.add_event_parts();
  const auto delivery = ParseDelivery(request);
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  // Without parts the event is refused for its content.
  EXPECT_TRUE(delivery->events.front().parts.empty());
}

TEST(DeliveryOfManyPartsTest, NoProofIsLongerThanATreeIsDeep) {
  const std::string node(32, 'n');
  v1::DeliverEventsRequest request;
  for (int i = 0; i < 64; ++i) request.add_consistency_proof(node);
  EXPECT_TRUE(ParseDelivery(request).ok());
  request.add_consistency_proof(node);
  EXPECT_EQ(refusal::ReasonOf(ParseDelivery(request).status()),
            "PROOF_INVALID");
  request.clear_consistency_proof();
  v1::EventDelivery& event = *request.add_events();
  for (int i = 0; i < 65; ++i) event.add_inclusion_proof(node);
  EXPECT_EQ(refusal::ReasonOf(ParseDelivery(request).status()),
            "PROOF_INVALID");
}

}  // namespace
}  // namespace sijill::exchange
