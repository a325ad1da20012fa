// SPDX-License-Identifier: Apache-2.0
// Commands: repeated, excluding each other, late, malformed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "common/base/big_endian.h"
#include "common/base/text.h"
#include "common/testing/deliveries.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::casefile {
namespace {

using testing::EventOf;
using testing::OpeningOf;

class CommandTest : public ::testing::Test {
 protected:
  CommandTest() {
    const absl::Status started = node_.Start();
    EXPECT_TRUE(started.ok()) << started;
  }

  Proposal Opening(std::string_view name = "one") const {
    return OpeningOf(interior_, both_, name);
  }
  Proposal Approval(const Proposal& opening, std::string_view text) const {
    return EventOf(opening.stream, interior_, both_, v1::EVENT_KIND_APPROVED,
                   text);
  }
  uint64_t SizeOf(ledger::LogKind log) {
    return *node_.casefile().Log(log)->Size();
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  testing::NodeFixture node_{{}, clock_};
  const base::AgencyName interior_ = node_.Agency("interior");
  const std::vector<std::string> both_ = {"north.example", "south.example"};
  const std::vector<std::string> own_ = {"north.example"};
};

TEST_F(CommandTest, ARepeatedRequestGetsTheSameReceipt) {
  const auto first = node_.Propose({Opening()}, "open");
  ASSERT_TRUE(first.ok()) << first.status();
  const auto again = node_.Propose({Opening()}, "open");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *first);
  const uint64_t size = SizeOf(ledger::LogKind::kShared);
  ASSERT_TRUE(node_.Restart().ok());
  EXPECT_EQ(*node_.Propose({Opening()}, "open"), *first);
  EXPECT_EQ(SizeOf(ledger::LogKind::kShared), size);
  const Command command = node_.CommandOf({Opening()}, "open");
  const auto known = node_.casefile().Known(interior_, command.request_id,
                                            command.request_hmac);
  ASSERT_TRUE(known.ok());
  EXPECT_EQ(**known, *first);
}

TEST_F(CommandTest, ARequestIdIsNotUsedForAnotherRequest) {
  ASSERT_TRUE(node_.Propose({Opening()}, "open").ok());
  Command other = node_.CommandOf({Opening("two")}, "open");
  other.request_hmac = node_.casefile().RequestHmac("/test", "other");
  EXPECT_TRUE(absl::IsAlreadyExists(
      node_.casefile()
          .Known(interior_, other.request_id, other.request_hmac)
          .status()));
  EXPECT_TRUE(absl::IsAlreadyExists(node_.casefile().Propose(other).status()));
}

TEST_F(CommandTest, ARequestRepeatedInItsOwnBatchIsCarriedOutOnce) {
  std::vector<absl::StatusOr<Receipt>> receipts(8);
  {
    std::vector<std::jthread> threads;
    for (auto& receipt : receipts) {
      threads.emplace_back(
          [&] { receipt = node_.Propose({Opening()}, "open"); });
    }
  }
  for (const auto& receipt : receipts) {
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    EXPECT_EQ(*receipt, *receipts.front());
  }
  EXPECT_EQ(node_.casefile().Load(Opening().stream, Scope::kAll)->events.size(),
            1u);
}

TEST_F(CommandTest, OfCommandsThatExcludeEachOtherOneIsWritten) {
  const Proposal opening = Opening();
  ASSERT_TRUE(node_.Propose({opening}, "open").ok());
  const auto view = node_.casefile().Load(opening.stream, Scope::kAll);
  ASSERT_TRUE(view.ok());
  std::vector<absl::StatusOr<Receipt>> receipts(8);
  {
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < receipts.size(); ++i) {
      threads.emplace_back([&, i] {
        Command command = node_.CommandOf({Approval(opening, "yes")},
                                          base::StrCat("approve ", i));
        command.reads.guards[opening.stream] = view->guard_version;
        receipts[i] = node_.casefile().Propose(command);
      });
    }
  }
  int written = 0;
  for (const auto& receipt : receipts) {
    written += receipt.ok() ? 1 : 0;
    EXPECT_TRUE(receipt.ok() || absl::IsAborted(receipt.status()));
  }
  EXPECT_EQ(written, 1);
}

TEST_F(CommandTest, AnOwnLaneMovesTheGuardOfItsStream) {
  const Proposal opening = Opening();
  ASSERT_TRUE(node_.Propose({opening}, "open").ok());
  const auto view = node_.casefile().Load(opening.stream, Scope::kAll);
  ASSERT_TRUE(
      node_
          .Propose({EventOf(opening.stream, node_.Agency("protection"), own_,
                            v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, "hold")},
                   "hold")
          .ok());
  Command command =
      node_.CommandOf({EventOf(opening.stream, interior_, both_,
                               v1::EVENT_KIND_TRANSFER_NOTIFIED, "transfer")},
                      "transfer");
  command.reads.guards[opening.stream] = view->guard_version;
  EXPECT_TRUE(absl::IsAborted(node_.casefile().Propose(command).status()));
}

TEST_F(CommandTest, AKeyEventMovesTheRegistryVersion) {
  const uint64_t before = *node_.casefile().RegistryVersion();
  const auto key = node_.SignerOf(interior_, "2")->public_key();
  ASSERT_TRUE(node_.Propose({node_.Endorsement(interior_, key)}, "key").ok());
  EXPECT_EQ(*node_.casefile().RegistryVersion(), before + 1);
  Command command = node_.CommandOf({Opening()}, "open");
  command.reads.registry = before;
  EXPECT_TRUE(absl::IsAborted(node_.casefile().Propose(command).status()));
  command.reads.registry = before + 1;
  EXPECT_TRUE(node_.casefile().Propose(command).ok());
}

TEST_F(CommandTest, ADecisionIsMadeAgainWhenItsTimeIsOver) {
  Command command = node_.CommandOf({Opening()}, "open");
  command.valid_until = clock_.Now();
  EXPECT_TRUE(absl::IsAborted(node_.casefile().Propose(command).status()));
  command.valid_until = clock_.Now() + absl::Seconds(1);
  EXPECT_TRUE(node_.casefile().Propose(command).ok());
}

TEST_F(CommandTest, TheEventsOfACommandStandTogetherOrNotAtAll) {
  const uint64_t shared = SizeOf(ledger::LogKind::kShared);
  const Proposal opening = Opening();
  Proposal malformed = Approval(opening, "yes");
  malformed.parts.pop_back();
  EXPECT_TRUE(absl::IsInvalidArgument(
      node_.Propose({opening, malformed}, "open").status()));
  EXPECT_EQ(SizeOf(ledger::LogKind::kShared), shared);
  EXPECT_TRUE(
      node_.casefile().Load(opening.stream, Scope::kAll)->events.empty());
  const uint64_t keys = node_.keys().position();
  const auto receipt =
      node_.Propose({opening, Approval(opening, "yes")}, "open");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->events.size(), 2u);
  // One lane, one data key; the refused command left none.
  EXPECT_EQ(node_.keys().position(), keys + 1);
}

TEST_F(CommandTest, WhatTheKindDoesNotAllowIsRefused) {
  const Proposal opening = Opening();
  Proposal unknown = opening;
  unknown.kind = 9999;
  Proposal longer = opening;
  longer.parts.back().assign(event::kMaxPartBytes + 1, 'x');
  Proposal elsewhere = opening;
  elsewhere.random = base::Hash();
  Proposal foreign =
      EventOf(opening.stream,
              *base::AgencyName::Parse("south.example/agencies/interior"),
              {"south.example"}, v1::EVENT_KIND_DISCLOSED, "x");
  Proposal outward_hold = EventOf(opening.stream, interior_, both_,
                                  v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED, "hold");
  Proposal everyone = opening;
  everyone.audience = {"*"};
  Proposal other_node =
      node_.Endorsement(interior_, node_.SignerOf(interior_)->public_key());
  other_node.stream =
      base::StreamName::ForNode(*base::DomainName::Parse("south.example"));
  Proposal not_node =
      node_.Endorsement(interior_, node_.SignerOf(interior_)->public_key());
  not_node.author = interior_;
  for (const Proposal& proposal :
       {unknown, longer, elsewhere, foreign, outward_hold, everyone, other_node,
        not_node}) {
    EXPECT_TRUE(
        absl::IsInvalidArgument(node_.Propose({proposal}, "refused").status()));
  }
}

TEST_F(CommandTest, OnlyAnEndorsedKeySeals) {
  const base::AgencyName border = node_.Agency("border");
  const Proposal note = EventOf(Opening().stream, border, own_,
                                v1::EVENT_KIND_GATE_RECORDED, "x");
  EXPECT_TRUE(
      absl::IsFailedPrecondition(node_.Propose({note}, "note").status()));
  node_.Stop();
  node_.seals().Set(border, node_.SignerOf(border));
  ASSERT_TRUE(node_.Start().ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(node_.Propose({note}, "note").status()));
  ASSERT_TRUE(node_
                  .Propose({node_.Endorsement(
                               border, node_.SignerOf(border)->public_key())},
                           "endorse")
                  .ok());
  EXPECT_TRUE(node_.Propose({note}, "note").ok());
  v1::KeyRevoked revoked;
  revoked.set_agency(border.str());
  revoked.set_key_id(node_.SignerOf(border)->public_key().id().str());
  Proposal revocation =
      node_.Endorsement(border, node_.SignerOf(border)->public_key());
  revocation.kind = v1::EVENT_KIND_KEY_REVOKED;
  revocation.parts = {revoked.SerializeAsString()};
  ASSERT_TRUE(node_.Propose({revocation}, "revoke").ok());
  EXPECT_TRUE(
      absl::IsFailedPrecondition(node_.Propose({note}, "another").status()));
  // Known requests are answered whatever became of the key.
  EXPECT_TRUE(node_.Propose({note}, "note").ok());
}

TEST_F(CommandTest, AnOwnLogKindIsNotSealed) {
  const auto receipt = node_.Propose(
      {EventOf(base::StreamName::ForRegistry(node_.domain()),
               node_.NodeAgency(), own_, v1::EVENT_KIND_DISCLOSED, "who")},
      "disclosed");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->events.front().log, ledger::LogKind::kOwn);
  EXPECT_TRUE(receipt->shared_checkpoint.empty());
  EXPECT_FALSE(receipt->own_checkpoint.empty());
  const auto held = node_.casefile().Event(
      ledger::LogKind::kOwn, receipt->events.front().event_id, EveryPart);
  ASSERT_TRUE(held.ok());
  EXPECT_FALSE(held->event.sealed());
}

TEST_F(CommandTest, WhatPeersSeeOfKeysHasATwinInTheOwnLog) {
  const auto shared = node_.casefile().Log(ledger::LogKind::kShared);
  const auto own = node_.casefile().Log(ledger::LogKind::kOwn);
  ASSERT_EQ(*shared->Size(), 3u);
  ASSERT_EQ(*own->Size(), 3u);
  for (uint64_t i = 0; i < 3; ++i) {
    EXPECT_EQ(own->Entry(i)->entry, shared->Entry(i)->entry);
    EXPECT_EQ(own->Entry(i)->locator, shared->Entry(i)->locator);
  }
}

TEST_F(CommandTest, NoPlaintextLiesInAnyStore) {
  const Proposal opening = Opening("PLAINTEXTMARKER");
  ASSERT_TRUE(node_.Propose({opening}, "open PLAINTEXTMARKER").ok());
  ASSERT_TRUE(node_
                  .Propose({EventOf(opening.stream, node_.Agency("protection"),
                                    own_, v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED,
                                    "PLAINTEXTMARKER")},
                           "hold")
                  .ok());
  size_t looked_at = 0;
  for (storage::Store* store : {&node_.store(), &node_.key_database()}) {
    ASSERT_TRUE(
        store
            ->Scan("", std::string(8, '\xff'),
                   [&](std::string_view key, std::string_view value) {
                     EXPECT_EQ(key.find("PLAINTEXT"), std::string_view::npos);
                     EXPECT_EQ(value.find("PLAINTEXT"), std::string_view::npos);
                     ++looked_at;
                     return true;
                   })
            .ok());
  }
  EXPECT_GT(looked_at, 30u);
  const auto view = node_.casefile().Load(opening.stream, Scope::kAll);
  EXPECT_EQ(view->events.front().parts.front()->bytes, "PLAINTEXTMARKER/0");
}

TEST_F(CommandTest, AStoreWhoseKeyStoreIsBehindIsRefused) {
  ASSERT_TRUE(node_.Propose({Opening()}, "open").ok());
  ASSERT_TRUE(node_.OpenStores().ok());
  const uint64_t position = node_.keys().position();
  ASSERT_EQ(node_.key_database().Commit(
                {.puts = {{"position", base::U64(position - 1)}}}),
            storage::CommitOutcome::kCommitted);
  std::filesystem::remove(node_.released_path());
  EXPECT_THAT(std::string(node_.Open().message()),
              ::testing::HasSubstr("key store is older"));
}

}  // namespace
}  // namespace sijill::casefile
