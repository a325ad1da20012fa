// SPDX-License-Identifier: Apache-2.0
// What a node refuses of a peer that writes what it likes, and what it keeps.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/casefile/layout.h"
#include "common/testing/deliveries.h"
#include "common/testing/forged_log.h"
#include "common/testing/node_fixture.h"
#include "common/time/simulated_clock.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::casefile {
namespace {

using testing::Draft;
using ::testing::ElementsAre;
using testing::ForgedLog;

class ForgedImportTest : public ::testing::Test {
 protected:
  ForgedImportTest() {
    const absl::Status started = south_.Start();
    EXPECT_TRUE(started.ok()) << started;
    log_.Begin({"interior"});
    (void)Refusals();
  }

  // Delivers what is new in the log; the refusals, in order.
  std::vector<std::string> Refusals() {
    auto answer =
        south_.casefile().Import(north_.AsPeer(), log_.From(taken_, taken_));
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok()) return {answer.status().ToString()};
    taken_ = log_.size();
    EXPECT_EQ(answer->next_index, taken_);
    std::vector<std::string> refusals;
    for (const ImportedEvent& event : answer->events) {
      refusals.push_back(event.refusal);
    }
    answer_ = *std::move(answer);
    return refusals;
  }
  // The next message of a lane in the case, which anybody may open here.
  Draft Next(std::string_view text = "text") {
    return log_.DraftOf(stream_, interior_, both_, v1::EVENT_KIND_APPROVED,
                        text);
  }
  std::string KeyPart(const crypto::Signer& signer, uint64_t since = 0) {
    v1::KeyRevoked revoked;
    revoked.set_agency(interior_.str());
    revoked.set_key_id(signer.public_key().id().str());
    revoked.set_suspect_since(since);
    return revoked.SerializeAsString();
  }
  size_t Held(const base::StreamName& stream) {
    return south_.casefile().Load(stream, Scope::kAll)->events.size();
  }

  time::SimulatedClock clock_{absl::FromUnixSeconds(1790000000)};
  const testing::NodeFixture north_{{}, clock_};  // never runs
  testing::NodeFixture south_{{.domain = "south.example", .seed = 2}, clock_};
  const base::AgencyName interior_ = north_.Agency("interior");
  const std::vector<std::string> both_ = {"north.example", "south.example"};
  const base::StreamName stream_ =
      testing::OpeningOf(interior_, both_, "one").stream;
  ForgedLog log_{north_};
  uint64_t taken_ = 0;
  ImportAnswer answer_;
};

TEST_F(ForgedImportTest, ALaneThatContinuesIsTaken) {
  log_.Add(Next());
  log_.Add(Next());
  EXPECT_THAT(Refusals(), ElementsAre("", ""));
}

TEST_F(ForgedImportTest, AGapStopsItsLaneAndNoOther) {
  log_.Add(Next());
  Draft skipped = Next();
  skipped.header.sequence = 3;
  log_.Add(skipped);
  log_.Add(Next());  // continues the one with the gap
  log_.Add(log_.DraftOf(stream_, north_.NodeAgency(), both_,
                        v1::EVENT_KIND_DELIVERED));
  EXPECT_THAT(Refusals(), ElementsAre("", "GAP", "GAP", ""));
}

TEST_F(ForgedImportTest, AForkIsRefusedAndKept) {
  const Draft first = Next("a");
  const Draft other = Next("b");
  log_.Add(other);
  log_.Add(first);
  Draft unlinked = Next("c");
  unlinked.header.previous = base::Sha256({"another"});
  log_.Add(unlinked);
  EXPECT_THAT(Refusals(), ElementsAre("", "FORK", "FORK"));
  const auto kept = south_.store().Get(RefusedKey(north_.domain(), taken_ - 1));
  ASSERT_TRUE(kept.ok() && kept->has_value());
  store::v1::RefusedEvent evidence;
  ASSERT_TRUE(evidence.ParseFromString(**kept));
  EXPECT_EQ(evidence.reason(), "FORK");
  EXPECT_EQ(event::ParseSignedHeader(evidence.signed_header())->header.previous,
            unlinked.header.previous);
}

TEST_F(ForgedImportTest, EvidenceIsNotCleared) {
  log_.Add(Next("a"));
  log_.Add(Next("skipped"));
  Delivery delivery = log_.From(taken_, taken_);
  delivery.events.erase(delivery.events.begin());
  ASSERT_TRUE(south_.casefile().Import(north_.AsPeer(), delivery).ok());
  const std::string key = RefusedKey(north_.domain(), taken_ + 1);
  const auto before = **south_.store().Get(key);
  delivery.events.front().signed_header = "something else";
  ASSERT_TRUE(south_.casefile().Import(north_.AsPeer(), delivery).ok());
  EXPECT_EQ(**south_.store().Get(key), before);
}

TEST_F(ForgedImportTest, OfTwoSignedHeadersForOneEventTheFirstStands) {
  const Draft draft = Next();
  log_.Add(draft);
  // Sealed together with a second event: the same id, another SignedHeader.
  Draft again = draft;
  Draft second = draft;
  second.header.random = base::Sha256({"second"});
  log_.AddUnderOneSeal({again, second}, *north_.SignerOf(interior_));
  EXPECT_THAT(Refusals(), ElementsAre("", "SECOND_SEAL", "FORK"));
  EXPECT_EQ(Held(stream_), 2u);  // the event and our Delivered
}

TEST_F(ForgedImportTest, OneSealStandsForOneAudience) {
  const Draft shared = Next();
  const Draft other = log_.DraftOf(
      stream_, interior_, {"east.example", "north.example", "south.example"},
      v1::EVENT_KIND_APPROVED);
  log_.AddUnderOneSeal({shared, other}, *north_.SignerOf(interior_));
  EXPECT_THAT(Refusals(), ElementsAre("", "MIXED_SEAL"));
  log_.AddUnderOneSeal({Next(), Next()}, *north_.SignerOf(interior_));
  EXPECT_THAT(Refusals(), ElementsAre("", "FORK"));
}

TEST_F(ForgedImportTest, OneSealStandsForOneAudienceAcrossDeliveries) {
  log_.AddUnderOneSeal(
      {Next(), log_.DraftOf(stream_, interior_,
                            {"east.example", "north.example", "south.example"},
                            v1::EVENT_KIND_APPROVED)},
      *north_.SignerOf(interior_));
  Delivery delivery = log_.From(taken_, taken_);
  const DeliveredEvent second = delivery.events.back();
  delivery.events.pop_back();
  delivery.next_index -= 1;
  ASSERT_TRUE(south_.casefile().Import(north_.AsPeer(), delivery).ok());
  delivery.events = {second};
  delivery.next_index += 1;
  const auto answer = south_.casefile().Import(north_.AsPeer(), delivery);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->events.front().refusal, "MIXED_SEAL");
}

TEST_F(ForgedImportTest, ASealIsTheAuthorsOrNothing) {
  log_.AddSealed(Next(), *north_.SignerOf(interior_, "2"));
  EXPECT_THAT(Refusals(), ElementsAre("UNKNOWN_KEY"));
  // The author's key is named, another one signed.
  Draft named = log_.DraftOf(testing::OpeningOf(interior_, both_, "two").stream,
                             interior_, both_, v1::EVENT_KIND_APPROVED);
  named.header.key_id = north_.SignerOf(interior_)->public_key().id();
  log_.AddSealed(named, *north_.SignerOf(interior_, "2"));
  EXPECT_THAT(Refusals(), ElementsAre("BAD_SEAL"));
}

TEST_F(ForgedImportTest, AdmissionLooksAtEveryField) {
  const auto with = [&](auto change) {
    Draft draft =
        log_.DraftOf(testing::OpeningOf(interior_, both_, "fresh").stream,
                     interior_, both_, v1::EVENT_KIND_APPROVED);
    draft.header.sequence = 1;
    draft.header.previous.reset();
    change(draft.header);
    log_.AddSealed(draft, *north_.SignerOf(interior_));
  };
  with([](event::Header& h) { h.exchange = "training.other"; });
  with([](event::Header& h) {
    h.author = *base::AgencyName::Parse("south.example/agencies/interior");
  });
  with([](event::Header& h) { h.audience = {"north.example"}; });
  with([](event::Header& h) {
    h.audience = {"east.example", "north.example"};
  });
  with([](event::Header& h) { h.audience = {"*"}; });
  with([](event::Header& h) { h.kind = v1::EVENT_KIND_SAFEGUARD_HOLD_PLACED; });
  with([](event::Header& h) {
    h.kind = v1::EVENT_KIND_DISCLOSED;
    h.audience = {"north.example"};
  });
  with([](event::Header& h) {
    h.stream = *base::StreamName::Parse("registry/north.example");
  });
  with([](event::Header& h) {
    h.stream = *base::StreamName::Parse("nodes/south.example");
  });
  with([](event::Header& h) {
    h.stream = *base::StreamName::Parse("nodes/north.example");
    h.audience = {"*"};
  });
  with([](event::Header& h) {
    h.stream = *base::StreamName::Parse("corridors/east.example+south.example");
  });
  with([](event::Header& h) {
    h.stream = *base::StreamName::Parse("posts/east.example/embassy");
  });
  with([](event::Header& h) { h.kind = v1::EVENT_KIND_READMISSION_REQUESTED; });
  EXPECT_THAT(
      Refusals(),
      ElementsAre("OTHER_EXCHANGE", "FOREIGN_AUTHOR", "NOT_FOR_US",
                  "NOT_FOR_US", "STREAM_NOT_ALLOWED", "OWN_LANE_KIND",
                  "OWN_LOG_KIND", "STREAM_NOT_ALLOWED", "STREAM_NOT_ALLOWED",
                  "STREAM_NOT_ALLOWED", "STREAM_NOT_ALLOWED",
                  "STREAM_NOT_ALLOWED", "NOT_ITS_CASE"));
  EXPECT_TRUE(answer_.written.empty());
}

TEST_F(ForgedImportTest, AnotherCaseIsNotOpened) {
  Draft opening = log_.DraftOf(stream_, interior_, both_,
                               v1::EVENT_KIND_READMISSION_REQUESTED);
  log_.Add(opening);
  EXPECT_THAT(Refusals(), ElementsAre("NOT_ITS_CASE"));
}

TEST_F(ForgedImportTest, UnsealedAndMalformedBytesAreRefused) {
  Draft draft = Next();
  draft.header.content_root = base::Sha256({"content"});
  draft.header.key_id = north_.SignerOf(interior_)->public_key().id();
  log_.AddBytes(event::EncodeUnsealed(*event::EncodeHeader(draft.header)),
                draft.parts);
  log_.AddBytes("", {});
  log_.AddBytes("no signed header", draft.parts);
  EXPECT_THAT(Refusals(), ElementsAre("MALFORMED", "MALFORMED", "MALFORMED"));
}

TEST_F(ForgedImportTest, ContentIsTheHeadersOrNothing) {
  Draft changed = Next();
  changed.header.content_root = base::Sha256({"another content"});
  log_.Add(changed);
  log_.Add(Next());
  Delivery delivery = log_.From(taken_, taken_);
  delivery.events.back().parts.pop_back();
  const auto answer = south_.casefile().Import(north_.AsPeer(), delivery);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->events.front().refusal, "BAD_CONTENT");
  EXPECT_EQ(answer->events.back().refusal, "BAD_CONTENT");
}

TEST_F(ForgedImportTest, WhatIsNotInTheLogIsRefused) {
  log_.Add(Next());
  Delivery delivery = log_.From(taken_, taken_);
  delivery.events.front().inclusion.front() = base::Sha256({"elsewhere"});
  auto answer = south_.casefile().Import(north_.AsPeer(), delivery);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->events.front().refusal, "NOT_IN_LOG");
}

TEST_F(ForgedImportTest, OfAForkedLogNothingIsTaken) {
  ForgedLog fork = log_;
  log_.Add(Next("a"));
  EXPECT_THAT(Refusals(), ElementsAre(""));
  fork.Add(log_.DraftOf(stream_, north_.NodeAgency(), both_,
                        v1::EVENT_KIND_DELIVERED));
  fork.Add(log_.DraftOf(stream_, north_.NodeAgency(), both_,
                        v1::EVENT_KIND_DELIVERED));
  const PeerState before = *south_.casefile().PositionOf(north_.domain());
  EXPECT_TRUE(
      absl::IsDataLoss(south_.casefile()
                           .Import(north_.AsPeer(), fork.From(taken_, taken_))
                           .status()));
  EXPECT_EQ(*south_.casefile().PositionOf(north_.domain()), before);
  // Of the same size as the one held: another root is a fork, too.
  ForgedLog same = fork;
  Delivery delivery = same.From(taken_, taken_);
  log_.Add(Next("b"));
  (void)Refusals();
  EXPECT_TRUE(absl::IsDataLoss(
      south_.casefile().Import(north_.AsPeer(), delivery).status()));
}

TEST_F(ForgedImportTest, ACheckpointIsThePeersOrNothing) {
  const testing::NodeFixture east({.domain = "east.example"}, clock_);
  log_.Add(Next());
  Delivery delivery = log_.From(taken_, taken_);
  Peer other = east.AsPeer();
  other.domain = north_.domain();
  EXPECT_FALSE(south_.casefile().Import(other, delivery).ok());
  delivery.events.front().index += 1;
  EXPECT_TRUE(absl::IsInvalidArgument(
      south_.casefile().Import(north_.AsPeer(), delivery).status()));
  delivery.next_index += 1;
  EXPECT_TRUE(absl::IsInvalidArgument(
      south_.casefile().Import(north_.AsPeer(), delivery).status()));
}

TEST_F(ForgedImportTest, WhatIsNotUnderstoodIsKept) {
  log_.Add(log_.DraftOf(stream_, interior_, both_, 7777));
  Draft newer = Next();
  newer.header.format = 2;
  newer.header.rest = "what a later format says";
  log_.Add(newer);
  log_.Add(Next());
  EXPECT_THAT(Refusals(), ElementsAre("", "", ""));
  const auto held = south_.casefile().Event(
      ledger::LogKind::kShared, answer_.events[1].event_id, EveryPart);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->event.header.rest, newer.header.rest);
}

TEST_F(ForgedImportTest, ASealCountsBelowItsKeysRevocation) {
  const auto signer = north_.SignerOf(interior_);
  log_.Add(Next());
  log_.Add(log_.KeyEventOf(v1::EVENT_KIND_KEY_REVOKED, KeyPart(*signer)));
  log_.Add(Next());
  EXPECT_THAT(Refusals(), ElementsAre("", "", "KEY_REVOKED"));
  // Endorsed again, it stays revoked; another key goes on.
  log_.Add(log_.EndorsementOf(interior_, signer->public_key()));
  const auto second = north_.SignerOf(interior_, "2");
  log_.Add(log_.EndorsementOf(interior_, second->public_key()));
  EXPECT_THAT(Refusals(), ElementsAre("", ""));
  ASSERT_TRUE(south_.Restart().ok());
  Draft later = log_.DraftOf(testing::OpeningOf(interior_, both_, "2").stream,
                             interior_, both_, v1::EVENT_KIND_APPROVED);
  log_.AddSealed(later, *signer);
  later.header.random = base::Sha256({"another"});
  log_.AddSealed(later, *second);
  EXPECT_THAT(Refusals(), ElementsAre("KEY_REVOKED", ""));
}

TEST_F(ForgedImportTest, KeysOfANewFormatAreNotTrustedButRevocationsAre) {
  const auto second = north_.SignerOf(interior_, "2");
  Draft endorsement = log_.EndorsementOf(interior_, second->public_key());
  endorsement.header.format = 2;
  log_.Add(endorsement);
  log_.AddSealed(Next(), *second);
  EXPECT_THAT(Refusals(), ElementsAre("", "UNKNOWN_KEY"));
  Draft revocation = log_.KeyEventOf(v1::EVENT_KIND_KEY_REVOKED,
                                     KeyPart(*north_.SignerOf(interior_)));
  revocation.header.format = 2;
  log_.Add(revocation);
  Draft after = log_.DraftOf(testing::OpeningOf(interior_, both_, "2").stream,
                             interior_, both_, v1::EVENT_KIND_APPROVED);
  log_.Add(after);
  EXPECT_THAT(Refusals(), ElementsAre("", "KEY_REVOKED"));
}

TEST_F(ForgedImportTest, AnEndorsementSpeaksForItsOwnDomainOnly) {
  const base::AgencyName foreign = south_.Agency("interior");
  const Draft of_another = log_.EndorsementOf(
      foreign, north_.SignerOf(interior_, "2")->public_key());
  const Draft no_content =
      log_.KeyEventOf(v1::EVENT_KIND_KEY_ENDORSED, "\xff\xff");
  v1::KeyEndorsed endorsed;
  endorsed.set_agency(interior_.str());
  endorsed.set_certificate("no certificate");
  const Draft no_certificate = log_.KeyEventOf(v1::EVENT_KIND_KEY_ENDORSED,
                                               endorsed.SerializeAsString());
  for (const Draft& draft : {of_another, no_content, no_certificate}) {
    log_.Add(draft);
  }
  EXPECT_THAT(Refusals(),
              ElementsAre("FOREIGN_AUTHOR", "BAD_CONTENT", "BAD_CERTIFICATE"));
}

TEST_F(ForgedImportTest, ANodesFirstKeyVouchesForItselfAndNoOtherDoes) {
  const testing::NodeFixture east({.domain = "east.example"}, clock_);
  ForgedLog log(east);
  const base::AgencyName interior = east.Agency("interior");
  // Sealed by the key that it endorses, but of another agency.
  log.AddSealed(
      log.EndorsementOf(interior, east.SignerOf(interior)->public_key()),
      *east.SignerOf(interior));
  auto answer = south_.casefile().Import(east.AsPeer(), log.From(0, 0));
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->events.front().refusal, "UNKNOWN_KEY");
}

}  // namespace
}  // namespace sijill::casefile
