// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/rpc/received.h"

#include <gtest/gtest.h>

#include <random>

#include "common/ledger/log_signer.h"
#include "common/merkle/tree.h"
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

TEST(ReceivedTest, OfMorePartsThanContentHasNoneIsKept) {
  auto request = Sample();
  while (request.events(0).event_parts_size() < 17) {
    request.mutable_events(0)->add_event_parts();
  }
  EXPECT_TRUE(ParseDelivery(request)->events[0].parts.empty());
}

// Two histories of a log that part at `fork`.
class ComparedLogsTest : public ::testing::Test {
 protected:
  static base::Hash RootAt(uint64_t size, uint64_t fork) {
    std::vector<base::Hash> leaves;
    for (uint64_t i = 0; i < size; ++i) {
      leaves.push_back(merkle::LeafHash(
          std::string(i < fork ? 1 : 2, static_cast<char>('a' + i))));
    }
    return merkle::RootOf(leaves);
  }
  std::string Note(uint64_t size, uint64_t fork = 99) const {
    return signer_.Sign(size, RootAt(size, fork));
  }
  Continuation Compare(const std::string& held, const std::string& came,
                       uint64_t from, std::vector<base::Hash> proof = {}) {
    const auto compared = CompareLogs(
        peer_,
        {.checkpoint = came, .consistent_from = from, .consistency = proof},
        held);
    EXPECT_TRUE(compared.ok()) << compared.status();
    return compared.value_or(Continuation::kStale);
  }

  const ledger::LogSigner signer_{
      "north.example/sijill/training.t/shared/1",
      *crypto::Ed25519PrivateKey::FromSeed(std::string(32, 'n'))};
  const casefile::Peer peer_{
      .domain = *base::DomainName::Parse("north.example"),
      .log_origin = signer_.origin(),
      .log_key = signer_.public_key()};
};

TEST_F(ComparedLogsTest, WhatWasMadeForAnotherCheckpointIsStaleAndNoLie) {
  // Smaller than what is held by now, or proved from another size.
  EXPECT_EQ(Compare(Note(2), Note(1), 0), Continuation::kStale);
  EXPECT_EQ(Compare(Note(2), Note(4), 1), Continuation::kStale);
}

TEST_F(ComparedLogsTest, TwoHistoriesOfOneSizeOrWithoutAProofContradict) {
  EXPECT_EQ(Compare(Note(2), Note(2, 1), 2), Continuation::kContradicts);
  const base::Hash added = merkle::LeafHash("c");
  EXPECT_EQ(Compare(Note(2), Note(3), 2, {added}), Continuation::kContinues);
  EXPECT_EQ(Compare(Note(2), Note(3, 1), 2, {added}),
            Continuation::kContradicts);
  EXPECT_EQ(Compare("", Note(3), 0), Continuation::kContinues);
  EXPECT_EQ(Compare(Note(3), Note(3), 0), Continuation::kContinues);
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
    EXPECT_FALSE(CompareLogs({.domain = *base::DomainName::Parse("a.b"),
                              .log_origin = "a.b/sijill/x/shared/1"},
                             *delivery, "")
                     .ok());
  }
}

}  // namespace
}  // namespace sijill::exchange
