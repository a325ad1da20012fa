// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/rpc/received.h"

#include <gtest/gtest.h>

#include <random>

#include "common/refusal/refusal.h"
#include "services/exchange/rpc/exchange_methods.h"

namespace sijill::exchange {
namespace {

v1::DeliverEventsRequest Sample() {
  v1::DeliverEventsRequest request;
  request.set_checkpoint("checkpoint");
  request.set_to_index(9);
  request.add_consistency_proof(std::string(32, 'c'));
  v1::EventDelivery* event = request.add_events();
  event->set_index(7);
  event->set_signed_header("header");
  event->add_inclusion_proof(std::string(32, 'p'));
  v1::OpenedPart* part = event->add_event_parts()->mutable_opened();
  part->set_salt(std::string(32, 's'));
  part->set_content("bytes");
  event->add_event_parts()->set_commitment(std::string(32, 'w'));
  return request;
}

TEST(ReceivedTest, ADeliveryIsTakenApartAsItCame) {
  const auto delivery = ParseDelivery(Sample());
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_EQ(delivery->next_index, 9u);
  ASSERT_EQ(delivery->events.size(), 1u);
  const auto& event = delivery->events.front();
  EXPECT_EQ(event.index, 7u);
  ASSERT_EQ(event.parts.size(), 2u);
  EXPECT_EQ(std::get<event::Part>(event.parts[0]).bytes, "bytes");
  EXPECT_EQ(std::get<base::Hash>(event.parts[1]).str(), std::string(32, 'w'));
}

TEST(ReceivedTest, AHashOfAnotherLengthIsNoProof) {
  for (const size_t size : {0u, 31u, 33u}) {
    auto request = Sample();
    request.set_consistency_proof(0, std::string(size, 'c'));
    EXPECT_EQ(refusal::ReasonOf(ParseDelivery(request).status()),
              "PROOF_INVALID");
    request = Sample();
    request.mutable_events(0)->set_inclusion_proof(0, std::string(size, 'p'));
    EXPECT_EQ(refusal::ReasonOf(ParseDelivery(request).status()),
              "PROOF_INVALID");
  }
}

TEST(ReceivedTest, APartOfAWrongShapeMatchesNoContentRoot) {
  auto request = Sample();
  request.mutable_events(0)->mutable_event_parts(0)->mutable_opened()->set_salt(
      "short");
  request.mutable_events(0)->mutable_event_parts(1)->clear_form();
  const auto delivery = ParseDelivery(request);
  ASSERT_TRUE(delivery.ok());
  for (const auto& part : delivery->events[0].parts) {
    EXPECT_TRUE(std::get<base::Hash>(part).IsZero());
  }
}

TEST(ReceivedTest, TooManyEventsAreRefused) {
  auto request = Sample();
  while (request.events_size() <= kMaxEventsReceived) request.add_events();
  EXPECT_EQ(refusal::ReasonOf(ParseDelivery(request).status()),
            "QUOTA_EXCEEDED");
}

TEST(ReceivedTest, NoBytesCrashIt) {
  const unsigned seed = 20260203;
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const std::string good = Sample().SerializeAsString();
  for (int i = 0; i < 4000; ++i) {
    std::string bytes = good;
    for (int edits = 1 + static_cast<int>(random() % 4); edits > 0; --edits) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    v1::DeliverEventsRequest request;
    if (!request.ParseFromString(bytes)) continue;
    const auto delivery = ParseDelivery(request);
    if (!delivery.ok()) continue;
    EXPECT_EQ(delivery->events.size(),
              static_cast<size_t>(request.events_size()));
    EXPECT_FALSE(CheckContinues({.domain = *base::DomainName::Parse("a.b"),
                                 .log_origin = "a.b/sijill/x/shared/1"},
                                *delivery, "")
                     .ok());
  }
}

}  // namespace
}  // namespace sijill::exchange
